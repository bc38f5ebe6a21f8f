namespace Messenger.Journal;

/// <summary>Consecutive entries of one room, oldest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="HasMore">Whether there were more in the direction of reading when the page was read.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, bool HasMore);
