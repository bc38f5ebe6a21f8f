namespace Messenger.Journal;

/// <summary>One message as the journal keeps it. Immutable.</summary>
/// <param name="RoomId">The room it was said in.</param>
/// <param name="Sequence">Its number in the room: 1 for the first, then without a gap.</param>
/// <param name="SendTime">When it was accepted, in nanoseconds since 1970-01-01T00:00Z; see <see cref="SendTimes"/>.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
public sealed record JournalEntry(string RoomId, long Sequence, long SendTime, string Author, string Text)
{
    /// <summary>About how many bytes of memory it takes: its two strings, and a constant for what surrounds them.</summary>
    public int Size => SizeOf(Author, Text);

    internal static int SizeOf(string author, string text) => 128 + (sizeof(char) * (author.Length + text.Length));

    /// <summary>About how many bytes of memory an idempotency key takes, where it is found by; 0 if there is none.</summary>
    internal static int SizeOfKey(string? idempotencyKey) => idempotencyKey is null ? 0 : 96 + (sizeof(char) * idempotencyKey.Length);
}
