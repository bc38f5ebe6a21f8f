namespace Messenger.Journal.Tests;

/// <summary>Places are found by time.</summary>
public abstract class PositionContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(100)]
    public async Task FindAsync_OfEachSendTime_IsBehindItsMessage(int count)
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry[] entries = await AppendAsync(journal, count);

        foreach (JournalEntry entry in entries)
        {
            Assert.AreEqual(JournalPosition.After(entry), await journal.FindAsync("room", entry.SendTime).Within());
        }
    }

    [TestMethod]
    public async Task FindAsync_OfATimeBetweenMessages_IsBehindTheEarlierOne()
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry[] entries = await AppendAsync(journal, 5);

        foreach (JournalEntry entry in entries[1..])
        {
            JournalPosition? position = await journal.FindAsync("room", entry.SendTime - 1).Within();

            Assert.AreEqual(entry.Sequence - 1, position?.Sequence);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public async Task FindAsync_OfTheTimeBeforeTheFirst_IsTheBeginning(int count)
    {
        await using IJournal journal = await OpenAsync();
        await AppendAsync(journal, count);

        Assert.AreEqual(JournalPosition.Beginning, await journal.FindAsync("room", SendTimes.BeforeFirst).Within());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public async Task FindAsync_OfATimeOutsideOfTheRoom_IsNull(int count)
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry[] entries = await AppendAsync(journal, count);
        long newest = entries is [.., var last] ? last.SendTime : SendTimes.BeforeFirst;

        foreach (long time in new[] { newest + 1, long.MaxValue, SendTimes.BeforeFirst - 1, -1, long.MinValue })
        {
            Assert.IsNull(await journal.FindAsync("room", time).Within(), $"{time}");
        }
    }

    [TestMethod]
    public async Task FindAsync_WithOtherRooms_LooksAtItsOwn()
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry[] entries = await AppendAsync(journal, 3);
        await journal.AppendAsync("other", "a", "t").Within();
        await AppendAsync(journal, 3);

        JournalPosition? position = await journal.FindAsync("other", entries[0].SendTime).Within();

        Assert.AreEqual(JournalPosition.Beginning, position);
    }

    private static async Task<JournalEntry[]> AppendAsync(IJournal journal, int count)
    {
        var entries = new JournalEntry[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = await journal.AppendAsync("room", "a", "t").Within();
        }

        return entries;
    }

    private async Task<IJournal> OpenAsync()
    {
        IJournal journal = Create(new JournalOptions());
        await journal.OpenWithRoomsAsync().Within();
        return journal;
    }
}
