using System.Globalization;
using Messenger.Fixtures.Disk;

namespace Messenger.Journal.Tests;

/// <summary>While the disk fails, sends do so with a sentence, and reads go on; once it works again, so does the journal, by itself.</summary>
[TestClass]
public sealed class FailingDiskTests : StoreTests<SqliteStore>
{
    [TestMethod]
    [DataRow("sync * {EIO} -1", DisplayName = "no sync works")]
    [DataRow("sync -wal {EIO} -1", DisplayName = "no sync of the log works")]
    [DataRow("write -wal {EIO} -1", DisplayName = "the log cannot be written")]
    [DataRow("write -wal {ENOSPC} -1", DisplayName = "the log cannot grow")]
    [DataRow("write * {ENOSPC} -1", DisplayName = "the disk is full")]
    [DataRow("write * {EIO} -1|sync * {EIO} -1", DisplayName = "nothing can be written")]
    [DataRow("write * {EROFS} -1|open * {EROFS} -1", DisplayName = "the disk is read-only")]
    [DataRow("write .db {EIO} -1|sync .db {EIO} -1|sync -wal {EIO} -1", DisplayName = "neither the database works, nor the syncs of the log")]
    public async Task Append_WhileTheDiskFails_FailsAndGoesOnOnceItWorks(string rules)
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using DiskScenario scenario = await DiskScenario.OpenAsync(Store.Path, disk.Environment);
        await scenario.KeepAsync(50);

        for (int round = 0; round < 2; round++)
        {
            disk.Break(Rules(rules));
            await scenario.FailAsync(30);
            disk.Mend();
            await scenario.KeepAsync(50);
        }

        await scenario.CheckAllAsync(Store.Path);
    }

    [TestMethod]
    [DataRow("sync -wal {EIO} 1", DisplayName = "a sync of the log fails once")]
    [DataRow("sync -wal {EIO} 2", DisplayName = "twice")]
    [DataRow("sync -wal {EIO} 7", DisplayName = "seven times")]
    [DataRow("write -wal {EIO} 1", DisplayName = "a write to the log fails once")]
    [DataRow("write -wal {ENOSPC} 5", DisplayName = "five times")]
    [DataRow("sync -wal {EIO} 1|sync .db {EIO} 1", DisplayName = "a sync of the log fails, and the next one of the database")]
    [DataRow("sync -wal {EIO} 1|write .db {EIO} 3", DisplayName = "a sync of the log fails, and the next writes to the database")]
    [DataRow("sync -wal {EIO} 1|open * {EIO} 2", DisplayName = "a sync of the log fails, and then opening")]
    [DataRow("sync -wal {EIO} 1|write -shm {ENOSPC} 2", DisplayName = "a sync of the log fails, and then its index cannot grow")]
    public async Task Append_WhenTheDiskFailsForAMoment_GoesOnByItself(string rules)
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using DiskScenario scenario = await DiskScenario.OpenAsync(Store.Path, disk.Environment);
        await scenario.KeepAsync(50);

        disk.Break(Rules(rules));
        await scenario.FailAsync(1);
        await scenario.KeepAsync(100);

        await scenario.CheckAllAsync(Store.Path);
    }

    [TestMethod]
    [DataRow("sync -wal {EIO} 1|write .db {EIO} -1", DisplayName = "the commit has happened")]
    [DataRow("write -wal {EIO} -1", DisplayName = "the commit has not happened")]
    public async Task Append_WithAKeyWhoseCommitFailed_IsKeptOnceWhenItIsSentAgain(string rules)
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using JournalProcess process = await JournalProcess.OpenAsync(Store.Path, environment: disk.Environment);
        await process.CreateRoomAsync("room").Within();
        JournalEntry before = await process.AppendAsync("room", "a", "before", "before").Within();
        disk.Break(Rules(rules));

        // None of those that wait for the same commit may be told that it is kept, nor that its key is another's.
        foreach (Task<JournalEntry> append in Enumerable.Range(0, 10).Select(i => process.AppendAsync("room", "a", i == 9 ? "else" : "text", "key")).ToArray())
        {
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => append).Within();
        }

        disk.Mend();
        JournalEntry kept = await AppendOnceItCanAsync(process, "text");
        JournalEntry[] again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => process.AppendAsync("room", "a", "text", "key"))).Within();
        await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(() => process.AppendAsync("room", "a", "else", "key")).Within();
        Assert.AreEqual(before, await process.AppendAsync("room", "a", "before", "before").Within());
        Assert.IsTrue(again.All(entry => entry == kept));
        Assert.AreSequenceEqual([before, kept], await process.ReadAllAsync("room"));
        await process.CloseAsync();
    }

    [TestMethod]
    public async Task Append_OfWhatAKilledProcessHasLeftInTheLogOnly_IsKeptOnceThatIsOnTheDisk()
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using (JournalProcess killed = await JournalProcess.OpenAsync(Store.Path, environment: disk.Environment))
        {
            await killed.CreateRoomAsync("room").Within();
            disk.Break(Rules("sync * {EIO} -1|write .db {EIO} -1"));
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => killed.AppendAsync("room", "a", "text", "key")).Within();
            await killed.KillAsync();
        }

        await using JournalProcess process = await JournalProcess.OpenAsync(Store.Path, environment: disk.Environment);
        JournalEntry left = (await process.ReadAllAsync("room")).Single();

        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => process.AppendAsync("room", "a", "text", "key")).Within();
        }

        disk.Mend();
        Assert.AreEqual(left, await AppendOnceItCanAsync(process, "text"));
        Assert.AreSequenceEqual([left], await process.ReadAllAsync("room"));
        await process.CloseAsync();
    }

    [TestMethod]
    public async Task Append_WhenOnlyTheDatabaseCannotBeSynced_IsKeptInTheLog()
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using JournalProcess process = await JournalProcess.OpenAsync(Store.Path, environment: disk.Environment);
        await process.CreateRoomAsync("room").Within();
        disk.Break(Rules("sync .db {EIO} -1"));

        // Several checkpoints' worth.
        List<JournalEntry> kept = [];
        string text = new('x', 50_000);
        for (int i = 0; i < 20; i++)
        {
            kept.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => process.AppendAsync("room", "a", text))).Within());
        }

        Assert.IsGreaterThan(10_000_000, new FileInfo(Store.Path + "-wal").Length);
        await process.KillAsync();
        disk.Mend();
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        Assert.AreSequenceEqual(kept.OrderBy(entry => entry.Sequence), await journal.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task Create_WhileTheDiskFails_FailsAndTheRoomCanBeCreatedOnceItWorks()
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        await using JournalProcess process = await JournalProcess.OpenAsync(Store.Path, environment: disk.Environment);
        await process.CreateRoomAsync("before").Within();
        disk.Break(Rules("sync -wal {EIO} 1|write .db {EIO} -1"));

        // Its commit is in the log, and there to stay; but nobody was told that the room is there.
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => process.CreateRoomAsync("room")).Within();
        disk.Mend();

        await CreateOnceItCanAsync(process, "room");
        await CreateOnceItCanAsync(process, "after");
        Assert.AreEqual(1, (await process.AppendAsync("room", "a", "t").Within()).Sequence);
        await process.CloseAsync();
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        Assert.AreSequenceEqual(["before", "room", "after"], (await journal.ReadRoomsAsync().Within()).Select(room => room.Id));
        Assert.HasCount(1, await journal.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task Recovery_WhenTheCallbackThrows_TakesNoMoreAndGoesOnReading()
    {
        FaultyDisk disk = await FaultyDisk.CompileAsync(Store.Folder);
        int threw = 0;
        await using JournalProcess process = await JournalProcess.OpenAsync(
            Store.Path, line => threw += line == "threw" ? 1 : 0, disk.Environment);
        await process.CreateRoomAsync("room").Within();
        await process.AppendAsync("room", "a", "before").Within();
        disk.Break(Rules("sync -wal {EIO} 1|write .db {EIO} -1"));
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => process.AppendAsync("room", "a", "unknown")).Within();
        process.Tell("break");

        disk.Mend();
        await Patience.Until(() => threw > 0, "the journal recovers, and its callback throws");

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => process.AppendAsync("room", "a", "after")).Within();
        Assert.AreEqual("before", (await process.ReadAllAsync("room"))[0].Text);
        await process.CloseAsync();
        Assert.AreEqual(1, threw);
    }

    private static async Task<JournalEntry> AppendOnceItCanAsync(JournalProcess process, string text)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            try
            {
                return await process.AppendAsync("room", "a", text, "key");
            }
            catch (JournalUnavailableException e)
            {
                Assert.IsTrue(DateTime.UtcNow < end, $"Tried in vain, and was told: {e.Message}");
            }
        }
    }

    private static async Task CreateOnceItCanAsync(JournalProcess process, string id)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            try
            {
                await process.CreateRoomAsync(id);
                return;
            }
            catch (JournalUnavailableException e)
            {
                Assert.IsTrue(DateTime.UtcNow < end, $"Tried in vain, and was told: {e.Message}");
            }
        }
    }

    private static string[] Rules(string rules) => rules
        .Replace("{EIO}", FaultyDisk.IoError.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{ENOSPC}", FaultyDisk.NoSpace.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{EROFS}", FaultyDisk.ReadOnly.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Split('|');
}
