using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>The real hub.</summary>
internal sealed class HubFanOut(int queueCapacity) : IFanOut
{
    private readonly Hub<string> _hub = new(new HubOptions { QueueCapacity = queueCapacity });

    public int SubscriptionCount => _hub.SubscriptionCount;

    public long Publish(ReadOnlySpan<string> texts) => _hub.Publish(texts);

    public IFanOutSubscription Subscribe() => new HubFanOutSubscription(_hub.Subscribe());

    public void Complete() => _hub.Complete();
}
