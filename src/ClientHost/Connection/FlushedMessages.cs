namespace Messenger.ClientHost.Connection;

/// <summary>What a flush takes out of the mailbox.</summary>
/// <param name="Messages">The messages, in the order of the stream.</param>
/// <param name="Dropped">How many older ones had to go since the last flush, because the mailbox was full.</param>
internal sealed record FlushedMessages(IReadOnlyCollection<ReceivedMessage> Messages, long Dropped);
