namespace Messenger.ClientHost.Events;

/// <summary>
/// Feeds by key: each is opened for the first who watches it and shared by all who do, and ends with the last one's watch. All members may
/// be called from any thread.
/// </summary>
/// <param name="open">Opens the feed of a key.</param>
internal sealed class Feeds<TFeed>(Func<string, TFeed> open)
    where TFeed : class, IFeed
{
    // Guards _open and the counts in it. Nothing else is taken under it.
    private readonly Lock _feedsLock = new();
    private readonly Dictionary<string, Shared> _open = [];

    /// <summary>How many feeds are open.</summary>
    public int Count
    {
        get
        {
            lock (_feedsLock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Watches a feed until the watch is disposed of.</summary>
    public Watch<TFeed> Watch(string key)
    {
        lock (_feedsLock)
        {
            // Who watches one that has failed is told, and leaves; those who come meanwhile get another.
            if (!_open.TryGetValue(key, out Shared? shared) || shared.Feed.Completion.IsCompleted)
            {
                shared = new Shared(open(key));
                _open[key] = shared;
            }

            shared.Watches++;
            return new Watch<TFeed>(shared.Feed, () => LeaveAsync(key, shared));
        }
    }

    private async ValueTask LeaveAsync(string key, Shared shared)
    {
        lock (_feedsLock)
        {
            shared.Watches--;
            if (shared.Watches > 0)
            {
                return;
            }

            if (_open.GetValueOrDefault(key) == shared)
            {
                _open.Remove(key);
            }
        }

        await shared.Feed.DisposeAsync();
    }

    private sealed class Shared(TFeed feed)
    {
        public TFeed Feed { get; } = feed;

        public int Watches { get; set; }
    }
}
