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

    // Later than every item.
    private const long Nothing = long.MaxValue;

    private readonly Hub<T> _hub;

    // Guards _status, _reading and what the reader does with _queue. Taken after the hub's lock; nothing else is taken under it. The
    // publisher takes it only when there is no room where it puts items. That it otherwise takes none makes a delivery by ones take a
    // quarter of the time.
    private readonly Lock _queueLock = new();
    private SubscriptionQueue<T> _queue;
    private SubscriptionStatus _status = SubscriptionStatus.Live;

    // The number of the item that a read waits for, if nobody has promised to wake it yet. Whoever exchanges it for Nothing must call Wake.
    private long _awaited = Nothing;

    // A read was handed out as a pending task and has not been resumed yet.
    private bool _reading;

    private ManualResetValueTaskSourceCore<bool> _wake;

    internal Subscription(Hub<T> hub, long firstSequence)
    {
        _hub = hub;
        _queue = new SubscriptionQueue<T>(firstSequence);
        FirstSequence = firstSequence;
    }

    /// <summary>The sequence number at which it begins: its first item is the one that was published under this number.</summary>
    public long FirstSequence { get; }

    /// <summary>
    /// The sequence number of the last item that was read; <see cref="FirstSequence"/> - 1 before the first.
    /// After a lapse, when everything queued was read, it is the last one before the gap.
    /// </summary>
    public long LastSequence => _queue.Next - 1;

    /// <summary>
    /// How many items wait to be read; what was read already does not count. Asking takes no lock and holds nobody up; while others publish
    /// and read, the answer is of a moment.
    /// </summary>
    public int QueuedCount => _queue.Count;

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
        ValueTask<Batch<T>> read;
        bool isLarge;
        lock (_queueLock)
        {
            if (_reading)
            {
                throw new InvalidOperationException("A subscription is read by one reader, one read at a time.");
            }

            _queue.Release();
            if (_queue.HasItems || _status != SubscriptionStatus.Live)
            {
                return new ValueTask<Batch<T>>(_queue.Take());
            }

            isLarge = _queue.IsLarge;
            read = ParkLocked();
        }

        if (isLarge)
        {
            _hub.Shrink(this);
        }

        return read;
    }

    /// <summary>Ends the subscription and drops what is queued. A read that waits ends with an empty batch.</summary>
    public void Dispose()
    {
        // From here on nobody publishes to it.
        _hub.Remove(this);
        lock (_queueLock)
        {
            _status = SubscriptionStatus.Disposed;
            _queue.Clear();
        }

        if (Unpark())
        {
            Wake();
        }
    }

    /// <summary>Queues all of the items, or none if that takes <see cref="EnqueueWhereThereIsNoRoom"/>. The hub's lock is held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnqueue(ReadOnlySpan<T> items) => _queue.TryPut(items);

    /// <summary>Makes room and queues what fits. False: not all did, and it has lapsed. The hub's lock is held.</summary>
    internal bool EnqueueWhereThereIsNoRoom(ReadOnlySpan<T> items, int capacity)
    {
        lock (_queueLock)
        {
            if (_queue.PutLocked(items, capacity) == items.Length)
            {
                return true;
            }

            _status = SubscriptionStatus.Lapsed;
            return false;
        }
    }

    /// <summary>Marks the end. The hub's lock is held.</summary>
    internal void Complete()
    {
        lock (_queueLock)
        {
            _status = SubscriptionStatus.Completed;
        }
    }

    /// <summary>Lets go of what a burst has left behind, if nothing is queued or lent. The hub's lock is held.</summary>
    internal void Shrink()
    {
        lock (_queueLock)
        {
            _queue.Shrink();
        }
    }

    /// <summary>
    /// Whether a read waits for an item before this one, and the caller must wake it after the hub's lock is released. Such items must
    /// have been queued before a full fence, which pairs with that of <see cref="ParkLocked"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Unpark(long next)
    {
        // Compared, because the reader may have found the item without waiting, and wait for the next by now.
        long awaited = Volatile.Read(in _awaited);
        return awaited < next && Interlocked.CompareExchange(ref _awaited, Nothing, awaited) == awaited;
    }

    /// <summary>Whether a read waits, whatever for, and the caller must wake it after its locks are released.</summary>
    internal bool Unpark() => Interlocked.Exchange(ref _awaited, Nothing) != Nothing;

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
            return _queue.Take();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Batch<T>>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<Batch<T>>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    // The exchange is a full fence, which pairs with the publisher's between its items and its look at _awaited: either this sees the
    // items, or the publisher sees that a read waits. A status needs no second look: it changes under the lock.
    private ValueTask<Batch<T>> ParkLocked()
    {
        _wake.Reset();
        _reading = true;
        Interlocked.Exchange(ref _awaited, _queue.Next);
        if (_queue.HasItems && Unpark())
        {
            _reading = false;
            return new ValueTask<Batch<T>>(_queue.Take());
        }

        return new ValueTask<Batch<T>>(this, _wake.Version);
    }
}
