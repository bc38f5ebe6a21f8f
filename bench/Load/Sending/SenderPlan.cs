namespace Messenger.Load.Sending;

/// <summary>What the senders of a run have in common.</summary>
/// <param name="Address">The server.</param>
/// <param name="Run">The run's mark.</param>
/// <param name="Size">Bytes of a message's text.</param>
/// <param name="OpenStreams">How many streams are open, and must carry what is sent now.</param>
internal sealed record SenderPlan(Uri Address, uint Run, int Size, Func<int> OpenStreams);
