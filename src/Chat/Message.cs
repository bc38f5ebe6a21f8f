using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>
/// One message of a room. Immutable, but for its encoded frames, one in each wire format, which it keeps for all its readers once the
/// first has needed it.
/// </summary>
public sealed class Message
{
    private readonly JournalEntry _entry;
    private byte[]? _sharedChatFrame;
    private byte[]? _roomsFrame;

    /// <summary>The message that the journal keeps as <paramref name="entry"/>.</summary>
    public Message(JournalEntry entry)
    {
        _entry = entry;
    }

    /// <summary>The room it was said in.</summary>
    public string RoomId => _entry.RoomId;

    /// <summary>Its number in the room: 1 for the first, then without a gap.</summary>
    public long Sequence => _entry.Sequence;

    /// <summary>When it was accepted, in nanoseconds since 1970-01-01T00:00Z; see <see cref="SendTimes"/>.</summary>
    public long SendTime => _entry.SendTime;

    /// <summary>Who said it.</summary>
    public string Author => _entry.Author;

    /// <summary>What was said.</summary>
    public string Text => _entry.Text;

    /// <summary>
    /// The message as it goes over the wire, encoded by the first reader that asks. Two that ask at the same time may both encode;
    /// nobody waits. All callers with the same format must encode alike.
    /// </summary>
    public byte[] Frame(WireFormat format, Func<Message, byte[]> encode)
    {
        ArgumentNullException.ThrowIfNull(encode);
        ref byte[]? frame = ref format == WireFormat.SharedChat ? ref _sharedChatFrame : ref _roomsFrame;
        return Volatile.Read(ref frame) ?? Keep(ref frame, encode(this));
    }

    private static byte[] Keep(ref byte[]? slot, byte[] frame) => Interlocked.CompareExchange(ref slot, frame, null) ?? frame;
}
