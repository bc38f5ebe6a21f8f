namespace Messenger.Chat;

/// <summary>A reader fell behind so far that the journal no longer keeps what comes next for it.</summary>
/// <param name="after">The sequence number of the last message it received.</param>
/// <param name="oldest">The sequence number of the oldest message that is kept.</param>
public sealed class MessagesLostException(long after, long oldest)
    : Exception($"The reader fell behind what is kept: {oldest - after - 1} messages are lost to it.")
{
    /// <summary>How many messages the reader cannot get any more.</summary>
    public long Count { get; } = oldest - after - 1;
}
