namespace Messenger.ClientHost.Connection;

/// <summary>
/// Keeps what was received until somebody flushes it: every message is in exactly one flush, in the order of the stream. It is bounded by
/// count and by memory; beyond that the oldest messages go. All members may be called from any thread.
/// </summary>
internal sealed class Mailbox(ClientSettings settings)
{
    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _messagesLock = new();
    private Queue<ReceivedMessage> _messages = [];
    private long _bytes;
    private long _dropped;

    public void Add(ReceivedMessage message)
    {
        lock (_messagesLock)
        {
            while (_messages.Count > 0
                && (_messages.Count >= settings.MailboxMessages || _bytes + message.Size > settings.MailboxBytes))
            {
                _bytes -= _messages.Dequeue().Size;
                _dropped++;
            }

            _messages.Enqueue(message);
            _bytes += message.Size;
        }
    }

    public FlushedMessages Flush()
    {
        lock (_messagesLock)
        {
            var flushed = new FlushedMessages(_messages, _dropped);
            _messages = [];
            _bytes = 0;
            _dropped = 0;
            return flushed;
        }
    }
}
