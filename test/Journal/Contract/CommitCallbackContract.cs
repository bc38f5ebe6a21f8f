namespace Messenger.Journal.Tests;

public abstract class CommitCallbackContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    [TestMethod]
    public async Task OnCommitted_RunsBeforeTheAppendCompletes()
    {
        await using IJournal journal = Create();
        Task<JournalEntry>? second = null;
        JournalEntry? handed = null;
        bool early = false;
        await journal.OpenWithRoomsAsync(entries =>
        {
            if (second is null)
            {
                // Waits for the commit after this one, so that its task is known when the callback is called for it.
                second = journal.AppendAsync("room", "a", "second");
                return;
            }

            early = second.IsCompleted;
            handed = entries[0];
        }).Within();

        await journal.AppendAsync("room", "a", "first").Within();
        JournalEntry entry = await second!.Within();

        Assert.IsFalse(early, "The callback had not returned yet.");
        Assert.AreSame(entry, handed);
    }

    [TestMethod]
    public async Task OnCommitted_FindsWhatItIsHandedInTheJournal()
    {
        await using IJournal journal = Create();
        List<long> newest = [];
        await journal.OpenWithRoomsAsync(entries =>
        {
            Task<JournalPage> read = journal.ReadBeforeAsync("room", long.MaxValue, limit: 1).AsTask();
            Assert.IsTrue(read.IsCompletedSuccessfully);
            newest.Add(read.Result.Entries[0].Sequence - entries[^1].Sequence);
        }).Within();

        await journal.AppendAsync("room", "a", "t").Within();
        await journal.AppendAsync("room", "a", "t").Within();

        Assert.AreSequenceEqual([0, 0], newest);
    }

    [TestMethod]
    public async Task OnCommitted_UnderConcurrentAppends_IsCalledOneAtATimeAndInOrder()
    {
        string[] rooms = ["one", "other"];
        var last = new Dictionary<string, long> { ["one"] = 0, ["other"] = 0 };
        int inside = 0;
        List<string> wrong = [];
        await using IJournal journal = Create(new JournalOptions { GroupEntries = 3 });
        await journal.OpenWithRoomsAsync(entries =>
        {
            if (Interlocked.Increment(ref inside) != 1)
            {
                wrong.Add("Two calls at a time.");
            }

            foreach (JournalEntry entry in entries)
            {
                if (entry.Sequence != ++last[entry.RoomId])
                {
                    wrong.Add($"{entry.RoomId} {entry.Sequence}");
                }
            }

            Thread.Yield();
            Interlocked.Decrement(ref inside);
        }).Within();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (int i = 0; i < 250; i++)
            {
                await Task.WhenAll(journal.AppendAsync(rooms[i % 2], "a", "t"), journal.AppendAsync(rooms[sender % 2], "a", "t"));
            }
        }))).Within();

        Assert.IsEmpty(wrong);
        Assert.AreEqual(4 * 250 * 2, last.Values.Sum());
    }

    [TestMethod]
    public async Task OnCommitted_WhenItThrows_FailsTheAppendsOfItsGroup()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync(_ => throw new InvalidTimeZoneException("Of the test.")).Within();

        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => journal.AppendAsync("room", "a", "t")).Within();
    }

    [TestMethod]
    public async Task CanWrite_OnceTheCallbackHasThrown_IsFalseAndThatIsTold()
    {
        await using IJournal journal = Create();
        int changes = 0;
        journal.CanWriteChanged += () => changes++;
        await journal.OpenWithRoomsAsync(_ => throw new InvalidTimeZoneException("Of the test.")).Within();
        Assert.IsTrue(journal.CanWrite);

        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => journal.AppendAsync("room", "a", "t")).Within();

        Assert.IsFalse(journal.CanWrite);
        Assert.AreEqual(1, changes);
    }

    [TestMethod]
    public async Task OnCommitted_AfterItThrew_IsNotCalledAgainAndTheJournalTakesNoMore()
    {
        int calls = 0;
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync(_ => { calls++; throw new InvalidTimeZoneException("Of the test."); }).Within();
        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => journal.AppendAsync("room", "a", "t")).Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => journal.AppendAsync("room", "a", "after")).Within();

        Assert.AreEqual(1, calls);
        await journal.StopAppendsAsync().Within();
    }
}
