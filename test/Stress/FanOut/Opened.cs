namespace Messenger.Stress;

/// <summary>A subscription that was opened, and the record of what its reader gets.</summary>
internal sealed record Opened(IFanOutSubscription Subscription, ReaderRecord Record);
