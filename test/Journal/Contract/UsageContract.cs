using System.Collections.Concurrent;

namespace Messenger.Journal.Tests;

/// <summary>What a journal says of itself: what waits, what is stored, and each commit.</summary>
public abstract class UsageContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    private static readonly int SmallSize = JournalEntry.SizeOf("a", "t");

    [TestMethod]
    public async Task Usage_BeforeTheJournalIsOpen_IsNothing()
    {
        await using IJournal journal = Create();

        Assert.AreEqual(default, journal.Usage);
    }

    [TestMethod]
    public async Task Usage_WhileACommitIsHeldUp_HasThatCommitAndWhatWaitsBehindIt()
    {
        await using IJournal journal = Create();
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> one = journal.AppendAsync("room", "a", "1");
        Task<JournalEntry> two = journal.AppendAsync("room", "a", "2");

        JournalUsage usage = journal.Usage;
        commits.Release();
        await Task.WhenAll(held, one, two).Within();
        await Patience.Until(() => journal.Usage.WaitingWrites == 0, "the writer to be through");

        Assert.AreEqual(3, usage.WaitingWrites);
        Assert.AreEqual((3 * SmallSize) + (2 * ("first".Length - 1)), usage.WaitingBytes);
        Assert.AreEqual(0, journal.Usage.WaitingBytes);
    }

    [TestMethod]
    public async Task Usage_HasWhatIsStored()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        long before = journal.Usage.StoredBytes;
        string text = new('x', 50_000);

        await journal.AppendAsync("room", "a", text).Within();
        await journal.AppendAsync("other", "a", text).Within();

        await Patience.Until(() => journal.Usage.StoredBytes > before + (2 * text.Length), "the stored bytes to be told");
    }

    [TestMethod]
    public async Task OnCommit_IsToldOfEachCommitBeforeItsSendersAre()
    {
        ConcurrentQueue<JournalCommit> told = [];
        await using IJournal journal = Create(new JournalOptions { OnCommit = told.Enqueue });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry>[] waiting = [.. Enumerable.Range(0, 3).Select(i => journal.AppendAsync("room", "a", $"{i}"))];
        int before = told.Count;

        commits.Release();
        await held.Within();
        int first = told.Count;
        await Task.WhenAll(waiting).Within();

        Assert.IsGreaterThan(before, first);
        Assert.AreSequenceEqual([1, 3], told.Skip(before).Select(commit => commit.Entries));
        Assert.IsTrue(told.All(commit => commit.Duration >= TimeSpan.Zero));
    }

    [TestMethod]
    public async Task OnCommit_OfARoomAndOfARepetition_HasNoEntries()
    {
        ConcurrentQueue<JournalCommit> told = [];
        await using IJournal journal = Create(new JournalOptions { OnCommit = told.Enqueue });
        await journal.OpenAsync(_ => { }).Within();

        await journal.CreateRoomAsync(new JournalRoom("new", "New")).Within();
        await journal.AppendAsync("new", "a", "t", "key").Within();
        await journal.AppendAsync("new", "a", "t", "key").Within();

        Assert.AreSequenceEqual([0, 1, 0], told.Select(commit => commit.Entries));
    }
}
