namespace Messenger.Journal.Tests;

/// <summary>Reads all pages of a room.</summary>
internal static class ReadingAll
{
    public static async Task<List<JournalEntry>> ReadAllAsync(this IJournal journal, string roomId)
    {
        List<JournalEntry> entries = [];
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync(roomId, entries.Count == 0 ? 0 : entries[^1].Sequence).Within();
            entries.AddRange(page.Entries);
        }
        while (page.HasMore);
        return entries;
    }
}
