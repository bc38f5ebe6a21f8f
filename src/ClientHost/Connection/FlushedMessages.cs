namespace Messenger.ClientHost.Connection;

/// <summary>What a flush takes out of the mailbox.</summary>
/// <param name="Messages">The messages, in the order of the stream.</param>
/// <param name="Dropped">How many older ones had to go since the last flush, because the mailbox was full.</param>
/// <param name="GapAfter">After this time messages may be missing, of this flush or between it and the last; null if none is.</param>
internal sealed record FlushedMessages(IReadOnlyCollection<ReceivedMessage> Messages, long Dropped, SendTime? GapAfter);
