using Messenger.Hub;

namespace Messenger.Stress;

/// <summary>What a subscription is to a scenario.</summary>
internal interface IFanOutSubscription : IDisposable
{
    long FirstSequence { get; }

    SubscriptionStatus Status { get; }

    ValueTask<Batch<string>> ReadAsync();
}
