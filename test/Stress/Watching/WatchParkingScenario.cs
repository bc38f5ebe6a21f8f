namespace Messenger.Stress;

/// <summary>
/// One watcher, and one message at a time, said in the moment in which the watcher, who knows of the one before, is about to sleep. Nothing
/// comes after it until the watcher was told, so one that was not woken stays where it is.
/// </summary>
internal sealed class WatchParkingScenario(IWatchedHouse house, int messages, int seed, TimeSpan patience)
{
    // About as long as a watcher takes from being told to sleeping.
    private const int LongestPause = 100;

    private readonly Findings _findings = new();
    private long _reached;

    public async Task<Findings> RunAsync()
    {
        await using (house)
        {
            Task watching = Task.Run(WatchAsync);
            await Task.Run(PostAllAsync);
            await house.CloseAsync();
            if (await Task.WhenAny(watching, Task.Delay(patience)) == watching)
            {
                await watching;
            }
            else
            {
                _findings.Add(Rule.EverybodyEnds, "The watcher sleeps, long after the house was closed.");
            }
        }

        return _findings;
    }

    private async Task WatchAsync()
    {
        Func<ValueTask<IReadOnlyList<RoomState>>> read = house.Watch();
        while (await read() is [var told])
        {
            Volatile.Write(ref _reached, told.Newest);
        }
    }

    private async Task PostAllAsync()
    {
        Random choices = Work.Choices(seed, 0);
        for (int i = 1; i <= messages; i++)
        {
            Thread.SpinWait(choices.Next(LongestPause));
            await house.PostAsync(0);
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref _reached) >= i, patience))
            {
                _findings.Add(Rule.NothingMissing, $"The watcher knows of {_reached} messages, long after {i} were said.");
                return;
            }
        }
    }
}
