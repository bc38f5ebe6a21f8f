namespace Messenger.ClientHost.Events;

/// <summary>Somebody's interest in a feed; disposed of once, when it is over.</summary>
/// <param name="feed">The feed, which runs at least as long.</param>
/// <param name="leaveAsync">Ends the interest.</param>
internal sealed class Watch<TFeed>(TFeed feed, Func<ValueTask> leaveAsync) : IAsyncDisposable
    where TFeed : class, IFeed
{
    public TFeed Feed { get; } = feed;

    public ValueTask DisposeAsync() => leaveAsync();
}
