namespace Messenger.Journal.Tests;

/// <summary>Appends to a journal that is about to recover.</summary>
internal static class Retrying
{
    public static async Task<JournalEntry> AppendOnceItCanAsync(this IJournal journal, string roomId, string author, string text)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            try
            {
                return await journal.AppendAsync(roomId, author, text);
            }
            catch (JournalUnavailableException e)
            {
                Assert.IsTrue(DateTime.UtcNow < end, $"Tried in vain, and was told: {e.Message}");
                await Task.Delay(10);
            }
        }
    }
}
