namespace Messenger.Journal.Tests;

public abstract class WaitingBoundsContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    private static readonly int SmallSize = JournalEntry.SizeOf("a", "t");

    [TestMethod]
    public async Task AppendAsync_WhenWaitingEntriesWait_IsRefusedAndNotStored()
    {
        await using IJournal journal = Create(new JournalOptions { WaitingEntries = 2 });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");
        Task<JournalEntry> two = journal.AppendAsync("room", "a", "2");

        JournalBusyException refusal =
            await Assert.ThrowsExactlyAsync<JournalBusyException>(() => journal.AppendAsync("room", "a", "3")).Within();

        Assert.Contains("2 messages", refusal.Message);
        commits.Release();
        await Task.WhenAll(held, one, two).Within();
        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual(["1", "2"], page.Entries.Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_WhenItWouldExceedWaitingBytes_IsRefusedAndNotStored()
    {
        await using IJournal journal = Create(new JournalOptions { WaitingBytes = 2 * SmallSize });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");

        JournalBusyException refusal =
            await Assert.ThrowsExactlyAsync<JournalBusyException>(() => journal.AppendAsync("room", "a", "22")).Within();
        Task<JournalEntry> fits = journal.AppendAsync("room", "a", "3");

        Assert.Contains($"{2 * SmallSize} bytes", refusal.Message);
        commits.Release();
        await Task.WhenAll(held, one, fits).Within();
        JournalPage page = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual(["1", "3"], page.Entries.Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_AfterTheWaitingOnesWereCommitted_IsAcceptedAgain()
    {
        await using IJournal journal = Create(new JournalOptions { WaitingEntries = 1, WaitingBytes = SmallSize + 10 });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");
        await Assert.ThrowsExactlyAsync<JournalBusyException>(() => journal.AppendAsync("room", "a", "2")).Within();
        commits.Release();
        await Task.WhenAll(held, one).Within();

        for (long sequence = 2; sequence < 20; sequence++)
        {
            JournalEntry entry = await journal.AppendAsync("room", "a", "t").Within();

            Assert.AreEqual(sequence, entry.Sequence);
        }
    }
}
