namespace Messenger.Journal;

/// <summary>A place between two messages of a room.</summary>
/// <param name="Sequence">The number of the message before it; 0 at the beginning.</param>
/// <param name="SendTime">The send time of the message before it; <see cref="SendTimes.BeforeFirst"/> at the beginning.</param>
public sealed record JournalPosition(long Sequence, long SendTime)
{
    /// <summary>The place before the first message.</summary>
    public static JournalPosition Beginning { get; } = new(0, SendTimes.BeforeFirst);

    /// <summary>The place after a message.</summary>
    public static JournalPosition After(JournalEntry entry) => new(entry.Sequence, entry.SendTime);
}
