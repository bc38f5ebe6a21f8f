namespace Messenger.Stress;

/// <summary>
/// One reader, and one text at a time, published in the moment in which the reader, who has the one before, is about to wait. Nothing
/// comes after it until it has arrived, so a reader that was not woken stays where it is.
/// </summary>
internal sealed class ParkingScenario(IFanOut fanOut, int texts, int seed, TimeSpan patience)
{
    // About as long as a reader takes from a text to waiting for the next.
    private const int LongestPause = 30;

    private readonly Findings _findings = new();
    private long _reached;

    public async Task<Findings> RunAsync()
    {
        IFanOutSubscription subscription = fanOut.Subscribe();
        Task reading = Task.Run(() => ReadAsync(subscription));
        await Task.Factory.StartNew(Publish, TaskCreationOptions.LongRunning);
        subscription.Dispose();
        await reading;
        return _findings;
    }

    private async Task ReadAsync(IFanOutSubscription subscription)
    {
        while (await subscription.ReadAsync() is { IsEmpty: false } batch)
        {
            Volatile.Write(ref _reached, batch.FirstSequence);
        }
    }

    private void Publish()
    {
        Random choices = Work.Choices(seed, 0);
        string[] text = ["text"];
        for (int i = 0; i < texts; i++)
        {
            Thread.SpinWait(choices.Next(LongestPause));
            long sequence = fanOut.Publish(text);
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref _reached) >= sequence, patience))
            {
                _findings.Add(Rule.NothingMissing, $"The reader stands at {_reached}, long after {sequence} was sent.");
                return;
            }
        }
    }
}
