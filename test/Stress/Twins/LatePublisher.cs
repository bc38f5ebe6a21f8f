namespace Messenger.Stress;

/// <summary>Runs actions in their order, each a racy moment later.</summary>
internal sealed class LatePublisher
{
    // Guards _done. Taken alone.
    private readonly Lock _order = new();
    private Task _done = Task.CompletedTask;

    public Task Done
    {
        get
        {
            lock (_order)
            {
                return _done;
            }
        }
    }

    public void Add(Action action)
    {
        lock (_order)
        {
            _done = RunAsync(_done, action);
        }
    }

    private static async Task RunAsync(Task before, Action action)
    {
        await before;
        await Task.Yield();
        RacyMoment.Pass();
        action();
    }
}
