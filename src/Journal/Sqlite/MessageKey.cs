namespace Messenger.Journal.Sqlite;

/// <summary>
/// The ids of the table of messages: the room's number above, the sequence in the lower 40 bits, so that a room's messages stand together
/// and in order.
/// </summary>
internal static class MessageKey
{
    /// <summary>How many of the lower bits are the sequence's.</summary>
    public const int SequenceBits = 40;

    private const long LastSequence = (1L << SequenceBits) - 1;

    /// <summary>The id of a room's message; below all of its messages for sequence 0, above them for one that cannot be.</summary>
    public static long Of(long room, long sequence) => (room << SequenceBits) | Math.Clamp(sequence, 0, LastSequence);

    /// <summary>An id that is above those of all messages of a room.</summary>
    public static long End(long room) => (room + 1) << SequenceBits;

    /// <summary>The sequence in an id.</summary>
    public static long Sequence(long id) => id & LastSequence;
}
