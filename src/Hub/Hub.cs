using System.Runtime.InteropServices;

namespace Messenger.Hub;

/// <summary>
/// Fans items out to subscriptions, in one order for all of them, under a global sequence number without gaps.
/// </summary>
/// <remarks>
/// All members may be called from any thread at any time. A publisher never waits for a reader: each subscription has a bounded queue
/// of its own, and one whose queue is full lapses (<see cref="SubscriptionStatus.Lapsed"/>) without anybody else noticing.
/// An item is handed to all subscriptions as it is, so it should be immutable.
/// </remarks>
public sealed class Hub<T>
{
    // Guards _subscriptions, _nextSequence and _completed, makes a publication one step for all subscriptions, and their queues have one
    // publisher at a time by it. Taken before a subscription's own lock, never after it.
    private readonly Lock _publication = new();
    private readonly List<Subscription<T>> _subscriptions = [];
    private readonly int _queueCapacity;
    private long _nextSequence;
    private bool _completed;

    /// <summary>A hub without subscriptions, with the default options.</summary>
    public Hub()
        : this(new HubOptions())
    {
    }

    /// <summary>A hub without subscriptions.</summary>
    public Hub(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _queueCapacity = options.QueueCapacity;
        _nextSequence = options.FirstSequence;
    }

    /// <summary>The sequence number that the next published item gets.</summary>
    public long NextSequence
    {
        get
        {
            lock (_publication)
            {
                return _nextSequence;
            }
        }
    }

    /// <summary>How many subscriptions receive what is published: those that are <see cref="SubscriptionStatus.Live"/>.</summary>
    public int SubscriptionCount
    {
        get
        {
            lock (_publication)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Publishes one item under the next sequence number, which it returns.</summary>
    /// <exception cref="InvalidOperationException">The hub was completed.</exception>
    public long Publish(T item) => PublishCore(null, new ReadOnlySpan<T>(in item));

    /// <summary>Publishes items, in their order and with nothing between them; returns the sequence number of the first.</summary>
    /// <exception cref="InvalidOperationException">The hub was completed.</exception>
    public long Publish(ReadOnlySpan<T> items) => PublishCore(null, items);

    /// <summary>Publishes one item that has got its sequence number elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sequence"/> is not the next one; nothing was published.</exception>
    /// <exception cref="InvalidOperationException">The hub was completed.</exception>
    public void Publish(long sequence, T item) => PublishCore(sequence, new ReadOnlySpan<T>(in item));

    /// <summary>Publishes items that have got their consecutive sequence numbers elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sequence"/> is not the next one; nothing was published.</exception>
    /// <exception cref="InvalidOperationException">The hub was completed.</exception>
    public void Publish(long sequence, ReadOnlySpan<T> items) => PublishCore(sequence, items);

    /// <summary>
    /// Adds a subscription. It receives every item from <see cref="Subscription{T}.FirstSequence"/> on, which is fixed in the same step:
    /// whatever is published after this call returns is among them, whatever was published before it was called is not.
    /// Of a completed hub it is <see cref="SubscriptionStatus.Completed"/> from the start.
    /// </summary>
    public Subscription<T> Subscribe()
    {
        lock (_publication)
        {
            var subscription = new Subscription<T>(this, _nextSequence);
            if (_completed)
            {
                subscription.Complete();
            }
            else
            {
                subscription.Index = _subscriptions.Count;
                _subscriptions.Add(subscription);
            }

            return subscription;
        }
    }

    /// <summary>
    /// Ends the hub: nothing can be published any more, and each subscription ends once its reader has read what is queued.
    /// Completing twice does nothing.
    /// </summary>
    public void Complete()
    {
        Subscription<T>? toWake = null;
        lock (_publication)
        {
            _completed = true;
            foreach (Subscription<T> subscription in _subscriptions)
            {
                subscription.Index = Subscription<T>.NotListed;
                subscription.Complete();
                if (subscription.Unpark())
                {
                    Link(subscription, ref toWake);
                }
            }

            _subscriptions.Clear();
        }

        Wake(toWake);
    }

    internal void Remove(Subscription<T> subscription)
    {
        lock (_publication)
        {
            if (subscription.Index != Subscription<T>.NotListed)
            {
                RemoveLocked(subscription);
            }
        }
    }

    internal void Shrink(Subscription<T> subscription)
    {
        lock (_publication)
        {
            subscription.Shrink();
        }
    }

    private long PublishCore(long? sequence, ReadOnlySpan<T> items)
    {
        Subscription<T>? toWake = null;
        long first;
        lock (_publication)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The hub is completed: nothing can be published any more.");
            }

            first = _nextSequence;
            if (sequence is { } given && given != first)
            {
                throw new ArgumentOutOfRangeException(nameof(sequence), given, $"The next sequence number is {first}.");
            }

            if (!items.IsEmpty)
            {
                _nextSequence = first + items.Length;
                EnqueueLocked(items, ref toWake);
                UnparkLocked(ref toWake);
            }
        }

        Wake(toWake);
        return first;
    }

    private void EnqueueLocked(ReadOnlySpan<T> items, ref Subscription<T>? toWake)
    {
        // Backwards, because a subscription that lapses is replaced by the last one.
        for (int i = _subscriptions.Count - 1; i >= 0; i--)
        {
            Subscription<T> subscription = _subscriptions[i];
            if (!subscription.TryEnqueue(items) && !subscription.EnqueueWhereThereIsNoRoom(items, _queueCapacity))
            {
                RemoveLocked(subscription);
                if (subscription.Unpark())
                {
                    Link(subscription, ref toWake);
                }
            }
        }
    }

    // A second pass, so that one full fence is enough for all: it pairs with that of a reader that is about to wait.
    private void UnparkLocked(ref Subscription<T>? toWake)
    {
        Interlocked.MemoryBarrier();
        foreach (Subscription<T> subscription in CollectionsMarshal.AsSpan(_subscriptions))
        {
            if (subscription.Unpark(_nextSequence))
            {
                Link(subscription, ref toWake);
            }
        }
    }

    private static void Link(Subscription<T> subscription, ref Subscription<T>? toWake)
    {
        subscription.NextToWake = toWake;
        toWake = subscription;
    }

    private void RemoveLocked(Subscription<T> subscription)
    {
        Subscription<T> last = _subscriptions[^1];
        _subscriptions[subscription.Index] = last;
        last.Index = subscription.Index;
        _subscriptions.RemoveAt(_subscriptions.Count - 1);
        subscription.Index = Subscription<T>.NotListed;
    }

    private static void Wake(Subscription<T>? first)
    {
        while (first is not null)
        {
            // Read before waking: a woken reader can be due again at once, and is then on another publisher's list.
            Subscription<T>? next = first.NextToWake;
            first.NextToWake = null;
            first.Wake();
            first = next;
        }
    }
}
