using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>A subscription of a <see cref="TwinHub"/>, with its hub's defect.</summary>
internal sealed class TwinSubscription(TwinHub hub, long firstSequence, int capacity, HubDefect defect) : IFanOutSubscription
{
    // Guards everything below.
    private readonly Lock _queueLock = new();
    private readonly Queue<string> _queue = [];
    private SubscriptionStatus _status = SubscriptionStatus.Live;
    private long _nextSequence = firstSequence;
    private TaskCompletionSource? _parked;

    public long FirstSequence { get; } = firstSequence;

    public SubscriptionStatus Status
    {
        get
        {
            lock (_queueLock)
            {
                return _status;
            }
        }
    }

    public async ValueTask<Batch<string>> ReadAsync()
    {
        TaskCompletionSource? parked;
        lock (_queueLock)
        {
            parked = MustWaitLocked() && defect != HubDefect.LostWakeUp ? ParkLocked() : null;
        }

        if (defect == HubDefect.LostWakeUp && MustWait())
        {
            RacyMoment.Pass();
            lock (_queueLock)
            {
                parked = _status == SubscriptionStatus.Live ? ParkLocked() : null;
            }
        }

        if (parked is not null)
        {
            await parked.Task;
        }

        lock (_queueLock)
        {
            return TakeLocked();
        }
    }

    /// <summary>False: it is full, and has lapsed.</summary>
    public bool Enqueue(ReadOnlySpan<string> texts)
    {
        lock (_queueLock)
        {
            if (_status != SubscriptionStatus.Live)
            {
                return true;
            }

            foreach (string text in texts)
            {
                if (_queue.Count < capacity)
                {
                    _queue.Enqueue(text);
                }
                else if (defect != HubDefect.OverflowKeptQuiet)
                {
                    _status = SubscriptionStatus.Lapsed;
                    UnparkLocked();
                    return false;
                }
            }

            UnparkLocked();
            return true;
        }
    }

    public void Complete()
    {
        lock (_queueLock)
        {
            _status = SubscriptionStatus.Completed;
            UnparkLocked();
        }
    }

    public void Dispose()
    {
        bool waits;
        lock (_queueLock)
        {
            if (_status == SubscriptionStatus.Disposed)
            {
                return;
            }

            waits = _parked is not null;
            _status = SubscriptionStatus.Disposed;
            _queue.Clear();
            if (defect != HubDefect.DisposeWakesNobody)
            {
                UnparkLocked();
            }
        }

        if (!waits || defect != HubDefect.DisposeStaysListed)
        {
            hub.Remove(this);
        }
    }

    private bool MustWait()
    {
        lock (_queueLock)
        {
            return MustWaitLocked();
        }
    }

    private bool MustWaitLocked() => _queue.Count == 0 && _status == SubscriptionStatus.Live;

    private TaskCompletionSource ParkLocked() => _parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private void UnparkLocked()
    {
        _parked?.TrySetResult();
        _parked = null;
    }

    private Batch<string> TakeLocked()
    {
        string[] texts = [.. _queue];
        _queue.Clear();
        var batch = new Batch<string>(_nextSequence, texts);
        _nextSequence += texts.Length;
        return batch;
    }
}
