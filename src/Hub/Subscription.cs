using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Messenger.Hub;

/// <summary>One reader's bounded queue on a <see cref="Hub{T}"/>.</summary>
/// <remarks>
/// <see cref="ReadAsync"/> is for one reader, one call at a time; everything else may be called from any thread at any time.
/// </remarks>
public sealed class Subscription<T> : IDisposable, IValueTaskSource<Batch<T>>, IThreadPoolWorkItem
{
    internal const int NotListed = -1;

    private const int SmallestQueue = 4;

    // A burst can grow both buffers to the capacity. A larger one than this is let go once the reader has caught up.
    private const int LargestKeptBuffer = 256;

    private readonly Hub<T> _hub;
    private readonly int _capacity;

    // Guards _queue, _queued, _status, _lastSequence, _parked and _reading. Nothing else is taken under it.
    private readonly Lock _queueLock = new();
    private T[] _queue = [];
    private int _queued;
    private SubscriptionStatus _status = SubscriptionStatus.Live;
    private long _lastSequence;

    // A read waits, and nobody has promised to wake it yet: whoever clears this must call Wake.
    private bool _parked;

    // A read was handed out as a pending task and has not been resumed yet.
    private bool _reading;

    // The reader's alone: the buffer of the batch that it was handed last, to be the queue's next.
    private T[] _lent = [];
    private int _lentItems;

    private ManualResetValueTaskSourceCore<bool> _wake;

    internal Subscription(Hub<T> hub, long firstSequence, int capacity)
    {
        _hub = hub;
        _capacity = capacity;
        FirstSequence = firstSequence;
        _lastSequence = firstSequence - 1;
    }

    /// <summary>The sequence number at which it begins: its first item is the one that was published under this number.</summary>
    public long FirstSequence { get; }

    /// <summary>
    /// The sequence number of the last item that was read; <see cref="FirstSequence"/> - 1 before the first.
    /// After a lapse, when everything queued was read, it is the last one before the gap.
    /// </summary>
    public long LastSequence
    {
        get
        {
            lock (_queueLock)
            {
                return _lastSequence;
            }
        }
    }

    /// <summary>Whether it receives what is published, or why it no longer does. There may still be something to read.</summary>
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

    // Its place in the hub's list; guarded by the hub's lock.
    internal int Index { get; set; } = NotListed;

    // The publisher that must wake it links it to others that are due; nobody else touches it until it is woken.
    internal Subscription<T>? NextToWake { get; set; }

    /// <summary>
    /// Everything that is queued, as one batch, as soon as there is something. An empty batch says that the subscription has ended and
    /// that nothing was left: <see cref="Status"/> says why.
    /// </summary>
    /// <remarks>
    /// A waiting reader goes on from a work item on the thread pool's global queue, behind whatever else already waits there, and finds
    /// all that has been queued by then. The returned task must be awaited before the next call.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Another read is pending.</exception>
    public ValueTask<Batch<T>> ReadAsync()
    {
        lock (_queueLock)
        {
            if (_reading)
            {
                throw new InvalidOperationException("A subscription is read by one reader, one read at a time.");
            }

            ReclaimLentLocked();
            if (_queued > 0 || _status != SubscriptionStatus.Live)
            {
                return new ValueTask<Batch<T>>(TakeLocked());
            }

            _wake.Reset();
            _reading = true;
            _parked = true;
            return new ValueTask<Batch<T>>(this, _wake.Version);
        }
    }

    /// <summary>Ends the subscription and drops what is queued. A read that waits ends with an empty batch.</summary>
    public void Dispose()
    {
        _hub.Remove(this);
        bool wake;
        lock (_queueLock)
        {
            _status = SubscriptionStatus.Disposed;
            _queue = [];
            _queued = 0;
            wake = UnparkLocked();
        }

        if (wake)
        {
            Wake();
        }
    }

    /// <summary>Queues what fits. True: the caller must wake the reader, after its own lock is released.</summary>
    internal bool Enqueue(ReadOnlySpan<T> items, out bool lapsed)
    {
        lock (_queueLock)
        {
            int free = _capacity - _queued;
            lapsed = items.Length > free;
            if (lapsed)
            {
                items = items[..free];
                _status = SubscriptionStatus.Lapsed;
            }

            if (_queued + items.Length > _queue.Length)
            {
                GrowLocked(_queued + items.Length);
            }

            items.CopyTo(_queue.AsSpan(_queued));
            _queued += items.Length;
            return _queued > 0 && UnparkLocked();
        }
    }

    /// <summary>Marks the end. True: the caller must wake the reader, after its own lock is released.</summary>
    internal bool Complete()
    {
        lock (_queueLock)
        {
            _status = SubscriptionStatus.Completed;
            return UnparkLocked();
        }
    }

    // The global queue, not the local one: there the reader would run ahead of the publishers that already wait, find one item, and be
    // woken again for the next. Behind them it finds the whole burst. Measured: 4 times the deliveries per second.
    internal void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _wake.SetResult(true);

    Batch<T> IValueTaskSource<Batch<T>>.GetResult(short token)
    {
        _wake.GetResult(token);
        lock (_queueLock)
        {
            _reading = false;
            return TakeLocked();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Batch<T>>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<Batch<T>>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private bool UnparkLocked()
    {
        bool parked = _parked;
        _parked = false;
        return parked;
    }

    private void GrowLocked(int needed)
    {
        long doubled = Math.Max(SmallestQueue, 2L * _queue.Length);
        Array.Resize(ref _queue, (int)Math.Min(_capacity, Math.Max(needed, doubled)));
    }

    // The reader is back, so its batch is over: what it held can be collected, and the buffer used again.
    private void ReclaimLentLocked()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _lent.AsSpan(0, _lentItems).Clear();
        }

        _lentItems = 0;
        if (_queued == 0 && _lent.Length > LargestKeptBuffer)
        {
            _lent = [];
        }

        if (_queued == 0 && _queue.Length > LargestKeptBuffer)
        {
            _queue = [];
        }
    }

    private Batch<T> TakeLocked()
    {
        var batch = new Batch<T>(_lastSequence + 1, _queue.AsMemory(0, _queued));
        _lastSequence += _queued;
        _lentItems = _queued;
        _queued = 0;
        (_queue, _lent) = (_lent, _queue);
        return batch;
    }
}
