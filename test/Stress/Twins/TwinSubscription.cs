using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>A subscription of a <see cref="TwinHub"/>, with its hub's defect.</summary>
internal sealed class TwinSubscription(TwinHub hub, long firstSequence, int capacity, HubDefect defect) : IFanOutSubscription
{
    // Guards everything below.
    private readonly Lock _queueLock = new();
    private readonly Queue<string> _queue = [];
    private SubscriptionStatus _status = SubscriptionStatus.Live;
    private readonly string[] _lent = new string[defect == HubDefect.OverwritesWhatIsLent ? capacity : 0];
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
        if (defect == HubDefect.GrowsInTwoSteps)
        {
            Grow();
        }

        bool isLive = TryEnqueue(texts);
        if (defect == HubDefect.WakesForNothing)
        {
            RacyMoment.Pass();
            lock (_queueLock)
            {
                UnparkLocked();
            }
        }

        return isLive;
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

    private bool TryEnqueue(ReadOnlySpan<string> texts)
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
                    LendLocked(text);
                    _queue.Enqueue(text);
                }
                else if (defect != HubDefect.OverflowKeptQuiet)
                {
                    LapseLocked();
                    return false;
                }
            }

            if (defect != HubDefect.WakesForNothing)
            {
                UnparkLocked();
            }

            return true;
        }
    }

    private void LapseLocked()
    {
        _status = SubscriptionStatus.Lapsed;
        if (defect == HubDefect.LapseDropsTheQueue)
        {
            _queue.Clear();
        }

        UnparkLocked();
    }

    // Without looking whether the reader is done with it.
    private void LendLocked(string text)
    {
        if (defect == HubDefect.OverwritesWhatIsLent)
        {
            _lent[_queue.Count] = text;
        }
    }

    private void Grow()
    {
        string[] moved;
        lock (_queueLock)
        {
            moved = [.. _queue];
        }

        if (moved.Length >= 4 && int.IsPow2(moved.Length))
        {
            RacyMoment.Pass();
            lock (_queueLock)
            {
                _queue.Clear();
                Array.ForEach(moved, _queue.Enqueue);
            }
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
        ReadOnlyMemory<string> texts =
            defect == HubDefect.OverwritesWhatIsLent ? _lent.AsMemory(0, _queue.Count) : _queue.ToArray();
        _queue.Clear();
        var batch = new Batch<string>(_nextSequence, texts);
        _nextSequence += texts.Length;
        return batch;
    }
}
