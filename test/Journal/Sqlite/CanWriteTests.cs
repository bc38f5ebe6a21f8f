namespace Messenger.Journal.Tests;

/// <summary>A journal in a file tells whether it can write, and each change of that.</summary>
[TestClass]
public sealed class CanWriteTests : StoreTests<SqliteStore>
{
    private string Aside => Store.Path + ".aside";

    [TestMethod]
    public async Task CanWrite_WhileTheFileIsAway_IsFalseThoughNobodyWrites()
    {
        await using IJournal journal = Create();
        int changes = 0;
        journal.CanWriteChanged += () => Interlocked.Increment(ref changes);
        await journal.OpenWithRoomsAsync().Within();
        Assert.IsTrue(journal.CanWrite);

        File.Move(Store.Path, Aside);
        await Patience.Until(() => !journal.CanWrite, "a journal that knows that its file is gone");
        File.Move(Aside, Store.Path);
        await Patience.Until(() => journal.CanWrite, "a journal that has its file again");

        Assert.AreEqual(2, changes);
    }

    [TestMethod]
    public async Task CanWrite_WhileACommitTakesTooLong_IsFalse()
    {
        using var commits = new HeldCommits();
        await using IJournal journal = Create(new JournalOptions { StallTime = TimeSpan.FromMilliseconds(100) });
        var stalled = new TaskCompletionSource();
        journal.CanWriteChanged += () => stalled.TrySetResult();
        Task<JournalEntry> held = await commits.HoldAsync(journal);

        await stalled.Task.Within();
        Assert.IsFalse(journal.CanWrite);
        commits.Release();

        await held.Within();
        await Patience.Until(() => journal.CanWrite, "a journal whose commit is over");
    }
}
