namespace Messenger.Stress;

/// <summary>
/// A hub as simple as it can be, with the defect that is asked for. Without one it keeps every promise of the real hub, which shows that
/// it is the defect that the suite catches.
/// </summary>
internal sealed class TwinHub(int queueCapacity, HubDefect defect) : IFanOut
{
    // Guards _subscriptions, _nextSequence and _completed. Taken before a subscription's lock.
    private readonly Lock _publication = new();
    private readonly List<TwinSubscription> _subscriptions = [];
    private long _nextSequence = 1;
    private bool _completed;

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

    public long Publish(ReadOnlySpan<string> texts)
    {
        long first;
        List<TwinSubscription> afterTheLock = [];
        lock (_publication)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The twin is completed.");
            }

            first = _nextSequence;
            _nextSequence += texts.Length;
            if (defect == HubDefect.EnqueueOutsideTheLock)
            {
                afterTheLock = [.. _subscriptions];
            }
            else
            {
                EnqueueLocked(texts);
            }
        }

        if (afterTheLock.Count > 0)
        {
            RacyMoment.Pass();
            foreach (TwinSubscription subscription in afterTheLock)
            {
                subscription.Enqueue(texts);
            }
        }

        return first;
    }

    public IFanOutSubscription Subscribe()
    {
        TwinSubscription subscription;
        lock (_publication)
        {
            long first = _nextSequence + (defect == HubDefect.SeamOffByOne ? 1 : 0);
            subscription = new TwinSubscription(this, first, queueCapacity, defect);
            if (defect != HubDefect.SeamInTwoSteps)
            {
                ListLocked(subscription);
                return subscription;
            }
        }

        RacyMoment.Pass();
        lock (_publication)
        {
            ListLocked(subscription);
            return subscription;
        }
    }

    public void Complete()
    {
        lock (_publication)
        {
            _completed = true;
            _subscriptions.ForEach(subscription => subscription.Complete());
            _subscriptions.Clear();
        }
    }

    public void Remove(TwinSubscription subscription)
    {
        lock (_publication)
        {
            RemoveLocked(subscription);
        }
    }

    private void ListLocked(TwinSubscription subscription)
    {
        if (_completed)
        {
            subscription.Complete();
        }
        else
        {
            _subscriptions.Add(subscription);
        }
    }

    private void EnqueueLocked(ReadOnlySpan<string> texts)
    {
        if (defect == HubDefect.LapseSkipsAnother)
        {
            for (int i = 0; i < _subscriptions.Count; i++)
            {
                EnqueueLocked(_subscriptions[i], texts);
            }
        }
        else
        {
            for (int i = _subscriptions.Count - 1; i >= 0; i--)
            {
                EnqueueLocked(_subscriptions[i], texts);
            }
        }
    }

    private void EnqueueLocked(TwinSubscription subscription, ReadOnlySpan<string> texts)
    {
        if (!subscription.Enqueue(texts))
        {
            RemoveLocked(subscription);
        }
    }

    private void RemoveLocked(TwinSubscription subscription)
    {
        int index = _subscriptions.IndexOf(subscription);
        if (index >= 0)
        {
            _subscriptions[index] = _subscriptions[^1];
            _subscriptions.RemoveAt(_subscriptions.Count - 1);
        }
    }
}
