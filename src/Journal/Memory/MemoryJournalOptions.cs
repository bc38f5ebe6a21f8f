namespace Messenger.Journal.Memory;

/// <summary>How much a <see cref="MemoryJournal"/> keeps of each room: the newest messages within both bounds, and the newest always.</summary>
public sealed record MemoryJournalOptions
{
    /// <summary>How many messages of a room are kept.</summary>
    public int RoomEntries { get; init; } = 100_000;

    /// <summary>How many bytes of a room's messages are kept, by <see cref="JournalEntry.Size"/> and what their idempotency keys take.</summary>
    public long RoomBytes { get; init; } = 64 << 20;
}
