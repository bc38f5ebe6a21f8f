namespace Messenger.Benchmarks;

/// <summary>What a publisher waits for: that each of its subscribers has everything. It can be used again and again.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly object _changed = new();
    private int _missing;

    /// <summary>Before publishing: how many are going to arrive.</summary>
    public void Expect(int count) => Volatile.Write(ref _missing, count);

    public void Arrive()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            lock (_changed)
            {
                Monitor.Pulse(_changed);
            }
        }
    }

    /// <summary>Waits until all are there.</summary>
    /// <exception cref="TimeoutException">Some never come.</exception>
    public void Wait()
    {
        // To be put to sleep and woken takes longer than the way to a few subscribers.
        var spin = new SpinWait();
        while (Volatile.Read(ref _missing) > 0 && spin.Count < 20)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        lock (_changed)
        {
            while (Volatile.Read(ref _missing) > 0)
            {
                if (!Monitor.Wait(_changed, Limit))
                {
                    throw new TimeoutException($"{_missing} subscribers still do not have everything after {Limit.TotalSeconds} s.");
                }
            }
        }
    }
}
