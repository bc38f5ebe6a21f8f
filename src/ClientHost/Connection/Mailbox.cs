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
    private long _everDropped;
    private SendTime? _gapAfter;

    /// <summary>How many messages it has and how many bytes they take, now; and how many were dropped, since the start.</summary>
    public (int Messages, long Bytes, long Dropped) Usage
    {
        get
        {
            lock (_messagesLock)
            {
                return (_messages.Count, _bytes, _everDropped);
            }
        }
    }

    public void Add(ReceivedMessage message)
    {
        lock (_messagesLock)
        {
            while (_messages.Count > 0
                && (_messages.Count >= settings.MailboxMessages || _bytes + message.Size > settings.MailboxBytes))
            {
                _bytes -= _messages.Dequeue().Size;
                _dropped++;
                _everDropped++;
            }

            _messages.Enqueue(message);
            _bytes += message.Size;
        }
    }

    /// <summary>Messages may be missing here, between those that came and those that come.</summary>
    /// <param name="after">After this time; of several gaps between two flushes the first counts.</param>
    public void AddGap(SendTime after)
    {
        lock (_messagesLock)
        {
            _gapAfter ??= after;
        }
    }

    public FlushedMessages Flush()
    {
        lock (_messagesLock)
        {
            var flushed = new FlushedMessages(_messages, _dropped, _gapAfter);
            _messages = [];
            _bytes = 0;
            _dropped = 0;
            _gapAfter = null;
            return flushed;
        }
    }
}
