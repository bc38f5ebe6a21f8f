using System.Globalization;
using Messenger.Fixtures.Disk;

namespace Messenger.Journal.Tests;

/// <summary>A database of an older version is carried over with all that is in it. version1.db was written by a journal of version 1.</summary>
[TestClass]
public sealed class MigrationTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task OpenAsync_OfVersion1_FindsEverythingAndGoesOn()
    {
        TakeVersion1();
        await using (IJournal journal = Create())
        {
            await journal.OpenAsync(_ => { }).Within();

            await CheckAsync(journal);
            JournalEntry entry = await journal.AppendAsync("shared", "a", "new", "key").Within();
            Assert.AreEqual(16, entry.Sequence);
            Assert.AreEqual(entry, await journal.AppendAsync("shared", "a", "new", "key").Within());
        }

        Assert.AreEqual(2L, SqliteStore.Ask(Store.Path, "PRAGMA user_version"));
        Assert.AreEqual("ok", SqliteStore.Ask(Store.Path, "PRAGMA integrity_check"));
    }

    [TestMethod]
    public async Task OpenAsync_OfVersion1_GivesItAnIdThatItKeeps()
    {
        TakeVersion1();
        string id;
        await using (IJournal journal = Create())
        {
            await journal.OpenAsync(_ => { }).Within();
            id = journal.Id;
        }

        await using IJournal again = Create();
        await again.OpenAsync(_ => { }).Within();

        Assert.AreEqual(id, again.Id);
        Assert.AreEqual(1L, SqliteStore.Ask(Store.Path, "SELECT count(*) FROM journal"));
    }

    [TestMethod]
    [DataRow("write -wal", FaultyDisk.NoSpace)]
    [DataRow("sync -wal", FaultyDisk.IoError)]
    public async Task OpenAsync_OfVersion1OnADiskThatFails_LeavesItWholeAndOpensOnceItWorks(string call, int error)
    {
        TakeVersion1();
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        disk.Break(string.Create(CultureInfo.InvariantCulture, $"{call} {error} -1"));

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(
            () => JournalProcess.OpenAsync(Store.Path, environment: disk.Environment)).Within();

        Sentence.Check(refusal.Message);
        disk.Mend();

        // A commit that failed may have happened, but never by half.
        long version = (long)SqliteStore.Ask(Store.Path, "PRAGMA user_version")!;
        Assert.AreEqual(version == 2 ? 1L : 0L, SqliteStore.Ask(Store.Path, "SELECT count(*) FROM sqlite_master WHERE name = 'journal'"));
        Assert.AreEqual(
            version == 2 ? 1L : 0L,
            SqliteStore.Ask(Store.Path, "SELECT count(*) FROM pragma_table_info('message') WHERE name = 'idempotency_key'"));
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        await CheckAsync(journal);
    }

    private void TakeVersion1() => File.Copy(Path.Combine(AppContext.BaseDirectory, "Sqlite", "version1.db"), Store.Path);

    private static async Task CheckAsync(IJournal journal)
    {
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync().Within();
        Assert.AreSequenceEqual([new JournalRoom("shared", "Shared chat"), new JournalRoom("room", "Комната")], rooms);
        List<JournalEntry> shared = await journal.ReadAllAsync("shared");
        List<JournalEntry> room = await journal.ReadAllAsync("room");
        Assert.AreSequenceEqual(Enumerable.Range(1, 20).Where(i => i % 4 != 0).Select(i => $"message {i} \0"), shared.Select(entry => entry.Text));
        Assert.AreSequenceEqual(Enumerable.Range(1, 20).Where(i => i % 4 == 0).Select(i => $"message {i} \0"), room.Select(entry => entry.Text));
        foreach (JournalEntry[] entries in new JournalEntry[][] { [.. shared], [.. room] })
        {
            Assert.AreSequenceEqual(Enumerable.Range(1, entries.Length).Select(i => (long)i), entries.Select(entry => entry.Sequence));
            Assert.AreEqual((1_773_500_966_000_000_001L, "Алиса"), (entries[0].SendTime, entries[0].Author));
        }
    }
}
