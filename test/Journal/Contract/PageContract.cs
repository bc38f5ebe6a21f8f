namespace Messenger.Journal.Tests;

public abstract class PageContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    private static readonly int SmallSize = JournalEntry.SizeOf("a", "1");

    [TestMethod]
    [DataRow(0L, 10, new[] { 1L, 2, 3, 4, 5 }, false)]
    [DataRow(0L, 5, new[] { 1L, 2, 3, 4, 5 }, false)]
    [DataRow(0L, 4, new[] { 1L, 2, 3, 4 }, true)]
    [DataRow(2L, 2, new[] { 3L, 4 }, true)]
    [DataRow(4L, 1, new[] { 5L }, false)]
    [DataRow(5L, 3, new long[0], false)]
    [DataRow(6L, 3, new long[0], false)]
    [DataRow(long.MaxValue, 3, new long[0], false)]
    [DataRow(-1L, 2, new[] { 1L, 2 }, true)]
    [DataRow(long.MinValue, 2, new[] { 1L, 2 }, true)]
    public async Task ReadAfterAsync_OfFive_IsTheOldestAfterTheSequence(long sequence, int limit, long[] expected, bool hasMore)
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions(), 5);

        JournalPage page = await journal.ReadAfterAsync("room", sequence, limit).Within();

        Assert.AreSequenceEqual(expected, page.Entries.Select(entry => entry.Sequence));
        Assert.AreEqual(hasMore, page.HasMore);
    }

    [TestMethod]
    [DataRow(long.MaxValue, 10, new[] { 1L, 2, 3, 4, 5 }, false)]
    [DataRow(long.MaxValue, 5, new[] { 1L, 2, 3, 4, 5 }, false)]
    [DataRow(long.MaxValue, 2, new[] { 4L, 5 }, true)]
    [DataRow(long.MaxValue, 1, new[] { 5L }, true)]
    [DataRow(6L, 2, new[] { 4L, 5 }, true)]
    [DataRow(4L, 2, new[] { 2L, 3 }, true)]
    [DataRow(3L, 2, new[] { 1L, 2 }, false)]
    [DataRow(2L, 2, new[] { 1L }, false)]
    [DataRow(1L, 2, new long[0], false)]
    [DataRow(0L, 2, new long[0], false)]
    [DataRow(-1L, 2, new long[0], false)]
    [DataRow(long.MinValue, 2, new long[0], false)]
    public async Task ReadBeforeAsync_OfFive_IsTheNewestBeforeTheSequence(long sequence, int limit, long[] expected, bool hasMore)
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions(), 5);

        JournalPage page = await journal.ReadBeforeAsync("room", sequence, limit).Within();

        Assert.AreSequenceEqual(expected, page.Entries.Select(entry => entry.Sequence));
        Assert.AreEqual(hasMore, page.HasMore);
    }

    [TestMethod]
    public async Task Read_OfAnUnknownRoom_IsEmpty()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions(), 1);

        JournalPage after = await journal.ReadAfterAsync("elsewhere", 0).Within();
        JournalPage before = await journal.ReadBeforeAsync("elsewhere", long.MaxValue).Within();

        Assert.IsEmpty(after.Entries);
        Assert.IsFalse(after.HasMore);
        Assert.IsEmpty(before.Entries);
        Assert.IsFalse(before.HasMore);
    }

    [TestMethod]
    public async Task Read_WithALargerLimitThanPageEntries_EndsAtPageEntries()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions { PageEntries = 3 }, 7);

        JournalPage after = await journal.ReadAfterAsync("room", 1, limit: 5).Within();
        JournalPage before = await journal.ReadBeforeAsync("room", 7).Within();

        Assert.AreSequenceEqual([2, 3, 4], after.Entries.Select(entry => entry.Sequence));
        Assert.IsTrue(after.HasMore);
        Assert.AreSequenceEqual([4, 5, 6], before.Entries.Select(entry => entry.Sequence));
        Assert.IsTrue(before.HasMore);
    }

    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(-1, 1)]
    public async Task Read_OfMoreThanPageBytes_EndsBeforeTheEntryThatExceedsThem(int more, int fits)
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions { PageBytes = (2 * SmallSize) + more }, 5);

        JournalPage after = await journal.ReadAfterAsync("room", 0).Within();
        JournalPage before = await journal.ReadBeforeAsync("room", long.MaxValue).Within();

        Assert.HasCount(fits, after.Entries);
        Assert.AreEqual(1, after.Entries[0].Sequence);
        Assert.HasCount(fits, before.Entries);
        Assert.AreEqual(5, before.Entries[^1].Sequence);
        Assert.IsTrue(after.HasMore && before.HasMore);
    }

    [TestMethod]
    public async Task Read_OfAnEntryLargerThanPageBytes_GivesItAPageOfItsOwn()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions { PageBytes = 3 * SmallSize }, 2);
        await journal.AppendAsync("room", "a", new string('x', 1000)).Within();
        await journal.AppendAsync("room", "a", "4").Within();

        JournalPage until = await journal.ReadAfterAsync("room", 1).Within();
        JournalPage after = await journal.ReadAfterAsync("room", 2).Within();
        JournalPage before = await journal.ReadBeforeAsync("room", 4).Within();

        Assert.AreSequenceEqual([2], until.Entries.Select(entry => entry.Sequence));
        Assert.AreSequenceEqual([3], after.Entries.Select(entry => entry.Sequence));
        Assert.AreSequenceEqual([3], before.Entries.Select(entry => entry.Sequence));
        Assert.IsTrue(until.HasMore && after.HasMore && before.HasMore);
    }

    [TestMethod]
    public async Task Read_PageAfterPage_GivesEachEntryOnce()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions { PageEntries = 4 }, 22);
        List<long> sequences = [];
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync("room", sequences.LastOrDefault()).Within();
            sequences.AddRange(page.Entries.Select(entry => entry.Sequence));
        }
        while (page.HasMore);

        Assert.AreSequenceEqual(Enumerable.Range(1, 22).Select(i => (long)i), sequences);
    }

    [TestMethod]
    public async Task Read_AfterStopAppends_GoesOn()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions(), 3);
        await journal.StopAppendsAsync().Within();

        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();

        Assert.HasCount(3, page.Entries);
    }

    [TestMethod]
    public async Task Read_HandedOutPage_DoesNotChangeWithTheRoom()
    {
        await using IJournal journal = await WithEntriesAsync(new JournalOptions(), 2);
        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();

        await journal.AppendAsync("room", "a", "3").Within();

        Assert.AreSequenceEqual([1, 2], page.Entries.Select(entry => entry.Sequence));
    }

    private async Task<IJournal> WithEntriesAsync(JournalOptions options, int count)
    {
        IJournal journal = Create(options);
        await journal.OpenWithRoomsAsync().Within();
        for (int i = 1; i <= count; i++)
        {
            await journal.AppendAsync("room", "a", $"{i % 10}").Within();
        }

        return journal;
    }
}
