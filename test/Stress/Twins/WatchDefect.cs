namespace Messenger.Stress;

/// <summary>What a <see cref="TwinWatchedHouse"/> does wrong.</summary>
public enum WatchDefect
{
    None,

    /// <summary>The watcher looks, and goes to sleep without a second look: what is said between the two wakes nobody.</summary>
    LooksOnce,

    /// <summary>
    /// The publisher looks who sleeps before others can see what it has published, as a processor without the fence may do: who has fallen
    /// asleep meanwhile is not woken.
    /// </summary>
    LooksTooEarly,

    /// <summary>The watcher looks once how far a room is, and a second time for what it remembers: what is said between the two is not told.</summary>
    RemembersMore,

    /// <summary>The watcher finds the end before it looks for the last time.</summary>
    EndsTooEarly,
}
