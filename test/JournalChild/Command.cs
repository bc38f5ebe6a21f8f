using Messenger.Journal;

namespace Messenger.JournalChild;

/// <summary>Does what was asked for, and says under its number how it ended.</summary>
internal static class Command
{
    public static async Task AnswerAsync(string number, Func<Task<string>> command)
    {
        try
        {
            Line.Write($"done {number} {await command()}");
        }
        catch (Exception e)
        {
            Line.Write($"failed {number} {e.GetType().Name} {e.Message}");
        }
    }

    public static async Task<List<JournalEntry>> ReadAllAsync(IJournal journal, string roomId)
    {
        List<JournalEntry> entries = [];
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync(roomId, entries.Count == 0 ? 0 : entries[^1].Sequence);
            entries.AddRange(page.Entries);
        }
        while (page.HasMore);
        return entries;
    }
}
