namespace Messenger.Journal.Tests;

public abstract class ClosingContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    [TestMethod]
    public async Task AppendAsync_AfterStopAppends_IsRefusedAndNotStored()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        await journal.AppendAsync("room", "a", "kept").Within();

        await journal.StopAppendsAsync().Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => journal.AppendAsync("room", "a", "late")).Within();
        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual(["kept"], page.Entries.Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_AfterDispose_IsRefused()
    {
        IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        await journal.DisposeAsync().Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => journal.AppendAsync("room", "a", "late")).Within();
    }

    [TestMethod]
    public async Task StopAppendsAsync_WhileAppendsWait_CompletesAfterAllOfThem()
    {
        await using IJournal journal = Create(new JournalOptions { GroupEntries = 1 });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");
        Task<JournalEntry> two = journal.AppendAsync("room", "a", "2");

        Task stopped = journal.StopAppendsAsync();
        bool early = stopped.IsCompleted;
        commits.Release();
        await stopped.Within();

        Assert.IsFalse(early, "Appends were waiting.");
        Assert.AreSequenceEqual(["first", "1", "2"], commits.Groups.SelectMany(group => group).Select(entry => entry.Text));
        await held.Within();
        Assert.IsTrue(one.IsCompletedSuccessfully);
        Assert.IsTrue(two.IsCompletedSuccessfully);
    }

    [TestMethod]
    public async Task DisposeAsync_WhileAppendsWait_CompletesAfterAllOfThem()
    {
        IJournal journal = Create();
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");

        Task disposed = journal.DisposeAsync().AsTask();
        bool early = disposed.IsCompleted;
        commits.Release();
        await disposed.Within();

        Assert.IsFalse(early, "Appends were waiting.");
        await Task.WhenAll(held, one).Within();
    }

    [TestMethod]
    public async Task StopAppendsAsync_Twice_CompletesBothTimes()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        await journal.AppendAsync("room", "a", "t").Within();

        await journal.StopAppendsAsync().Within();
        await journal.StopAppendsAsync().Within();
    }

    [TestMethod]
    public async Task DisposeAsync_Twice_CompletesBothTimes()
    {
        IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        await journal.AppendAsync("room", "a", "t").Within();

        await journal.DisposeAsync().Within();
        await journal.DisposeAsync().Within();
    }

    [TestMethod]
    public async Task DisposeAsync_FromSeveralThreads_CompletesForEach()
    {
        IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        await journal.AppendAsync("room", "a", "t").Within();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await journal.DisposeAsync()))).Within();
    }

    [TestMethod]
    public async Task DisposeAsync_OfAJournalThatWasNotOpened_Completes() => await Create().DisposeAsync().Within();

    [TestMethod]
    public async Task StopAppendsAsync_WhileOthersAppend_KeepsExactlyWhatWasAccepted()
    {
        await using IJournal journal = Create();
        long published = 0;
        await journal.OpenWithRoomsAsync(entries => published += entries.Count).Within();
        using var started = new CountdownEvent(4);
        Task<long>[] senders =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                started.Signal();
                for (long accepted = 0; ; accepted++)
                {
                    try
                    {
                        await journal.AppendAsync("room", "a", "t");
                    }
                    catch (JournalClosedException)
                    {
                        return accepted;
                    }
                }
            })),
        ];
        Assert.IsTrue(started.Wait(Patience.Limit));

        await journal.StopAppendsAsync().Within();
        long atStop = published;

        long[] acceptedOfEach = await Task.WhenAll(senders).Within();
        Assert.AreEqual(acceptedOfEach.Sum(), published);
        Assert.AreEqual(published, atStop);
    }
}
