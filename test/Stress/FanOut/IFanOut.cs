namespace Messenger.Stress;

/// <summary>What a hub is to a scenario, so that the same one runs on the real hub and on its twins.</summary>
internal interface IFanOut
{
    int SubscriptionCount { get; }

    /// <summary>Publishes texts with nothing between them; returns the first one's number.</summary>
    long Publish(ReadOnlySpan<string> texts);

    IFanOutSubscription Subscribe();

    void Complete();
}
