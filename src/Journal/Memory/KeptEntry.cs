namespace Messenger.Journal.Memory;

/// <summary>An entry in a <see cref="RoomLog"/>, and the idempotency key that it is found by, if it has one.</summary>
internal readonly record struct KeptEntry(JournalEntry Entry, string? IdempotencyKey)
{
    /// <summary>About how many bytes of memory it takes.</summary>
    public int Size => Entry.Size + JournalEntry.SizeOfKey(IdempotencyKey);
}
