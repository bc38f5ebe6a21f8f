namespace Messenger.Journal.Tests;

public abstract class AppendContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    [TestMethod]
    public async Task AppendAsync_ReturnsTheEntryAsItIsKept()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        JournalEntry entry = await journal.AppendAsync("room", "Ann", "Hello").Within();

        Assert.AreEqual(("room", 1L, "Ann", "Hello"), (entry.RoomId, entry.Sequence, entry.Author, entry.Text));
        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual([entry], page.Entries);
    }

    [TestMethod]
    public async Task AppendAsync_InOneRoom_NumbersFromOneWithoutAGap()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        List<long> sequences = [];

        for (int i = 0; i < 5; i++)
        {
            sequences.Add((await journal.AppendAsync("room", "a", "t").Within()).Sequence);
        }

        Assert.AreSequenceEqual([1, 2, 3, 4, 5], sequences);
    }

    [TestMethod]
    public async Task AppendAsync_InTwoRooms_NumbersAndKeepsEachByItself()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        await journal.AppendAsync("one", "a", "1").Within();
        await journal.AppendAsync("other", "a", "2").Within();
        JournalEntry third = await journal.AppendAsync("one", "a", "3").Within();

        Assert.AreEqual(2, third.Sequence);
        JournalPage one = await journal.ReadAfterAsync("one", 0).Within();
        JournalPage other = await journal.ReadAfterAsync("other", 0).Within();
        Assert.AreSequenceEqual(["1", "3"], one.Entries.Select(entry => entry.Text));
        Assert.AreSequenceEqual(["2"], other.Entries.Select(entry => entry.Text));
        Assert.AreEqual(1, other.Entries[0].Sequence);
    }

    [TestMethod]
    public async Task AppendAsync_FromManyThreads_NumbersEachOnceInTheOrderOfTheLog()
    {
        const int Senders = 4;
        const int Each = 1000;
        await using IJournal journal = Create(new JournalOptions { PageEntries = Senders * Each, PageBytes = long.MaxValue });
        await journal.OpenWithRoomsAsync().Within();

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                await journal.AppendAsync("room", $"{sender}", $"{i}");
            }
        }))).Within();

        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual(Enumerable.Range(1, Senders * Each).Select(i => (long)i), page.Entries.Select(entry => entry.Sequence));

        // A sender's next append begins after the one before has completed, so it comes after it.
        foreach (IGrouping<string, JournalEntry> own in page.Entries.GroupBy(entry => entry.Author))
        {
            Assert.AreSequenceEqual(Enumerable.Range(0, Each).Select(i => $"{i}"), own.Select(entry => entry.Text));
        }
    }

    [TestMethod]
    public async Task AppendAsync_WithAClockThatStandsStillThenGoesBack_KeepsSendTimesIncreasing()
    {
        var clock = new SetClock();
        await using IJournal journal = Create(clock: clock);
        await journal.OpenWithRoomsAsync().Within();

        JournalEntry first = await journal.AppendAsync("room", "a", "t").Within();
        JournalEntry second = await journal.AppendAsync("room", "a", "t").Within();
        clock.Now -= TimeSpan.FromHours(1);
        JournalEntry third = await journal.AppendAsync("room", "a", "t").Within();
        JournalEntry elsewhere = await journal.AppendAsync("other", "a", "t").Within();

        Assert.IsGreaterThanOrEqualTo(first.SendTime + 1000, second.SendTime);
        Assert.IsGreaterThanOrEqualTo(second.SendTime + 1000, third.SendTime);
        Assert.IsLessThan(first.SendTime, elsewhere.SendTime);
    }

    [TestMethod]
    public async Task AppendAsync_ToARoomThatIsNotThere_IsRefused()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => journal.AppendAsync("nowhere", "a", "t")).Within();

        JournalPage page = await journal.ReadAfterAsync("nowhere", 0).Within();
        Assert.IsEmpty(page.Entries);
    }

    [TestMethod]
    public async Task AppendAsync_OfEmptyStrings_KeepsThem()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        JournalEntry entry = await journal.AppendAsync("room", "", "").Within();

        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual([entry], page.Entries);
    }

    [TestMethod]
    public async Task AppendAsync_AfterAnotherHasCompleted_IsLaterByItsSendTime()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        long last = 0;

        for (int i = 0; i < 200; i++)
        {
            JournalEntry entry = await journal.AppendAsync("room", "a", "t").Within();

            Assert.IsGreaterThanOrEqualTo(last + 1000, entry.SendTime);
            last = entry.SendTime;
        }
    }
}
