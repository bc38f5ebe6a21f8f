using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>A subscription of the real hub.</summary>
internal sealed class HubFanOutSubscription(Subscription<string> subscription) : IFanOutSubscription
{
    public long FirstSequence => subscription.FirstSequence;

    public SubscriptionStatus Status => subscription.Status;

    public ValueTask<Batch<string>> ReadAsync() => subscription.ReadAsync();

    public void Dispose() => subscription.Dispose();
}
