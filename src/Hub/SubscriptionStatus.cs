namespace Messenger.Hub;

/// <summary>Whether a <see cref="Subscription{T}"/> still receives what is published, or why it no longer does.</summary>
public enum SubscriptionStatus
{
    /// <summary>It receives everything that is published.</summary>
    Live,

    /// <summary>Its queue overflowed: it receives nothing more, but what was queued before can still be read.</summary>
    Lapsed,

    /// <summary>The hub was completed: what was queued before can still be read.</summary>
    Completed,

    /// <summary>It was disposed: there is nothing more to read.</summary>
    Disposed,
}
