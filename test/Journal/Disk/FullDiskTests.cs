using Messenger.Fixtures.Disk;

namespace Messenger.Journal.Tests;

/// <summary>On a disk that is full, sends fail with a sentence, and reads go on; once there is room, the journal goes on by itself.</summary>
[TestClass]
public sealed class FullDiskTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task Append_WhileTheDiskIsFull_FailsAndGoesOnOnceThereIsRoom()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(Path.Combine(Store.Folder, "small"));
        string path = Path.Combine(disk.Folder, "messenger.db");
        await using DiskScenario scenario = await DiskScenario.OpenAsync(path);
        await scenario.KeepAsync(50);

        for (int round = 0; round < 3; round++)
        {
            disk.Fill();
            await scenario.FailAsync(50);
            disk.MakeRoom();
            await scenario.KeepAsync(50);
        }

        await scenario.CheckAllAsync(path);
    }

    [TestMethod]
    public async Task Append_UntilTheJournalItselfHasFilledTheDisk_FailsAndKeepsWhatWasAcknowledged()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(Path.Combine(Store.Folder, "small"));
        string path = Path.Combine(disk.Folder, "messenger.db");
        List<JournalEntry> kept = [];
        await using (JournalProcess process = await JournalProcess.OpenAsync(path))
        {
            await process.CreateRoomAsync("room").Within();
            string text = new('x', 10_000);
            JournalUnavailableException? refusal = null;
            while (refusal is null)
            {
                try
                {
                    kept.Add(await process.AppendAsync("room", "a", text).Within());
                }
                catch (JournalUnavailableException e)
                {
                    refusal = e;
                }
            }

            Sentence.Check(refusal.Message);
            Assert.AreSequenceEqual(kept, await process.ReadAllAsync("room"));
            await process.KillAsync();
        }

        // Moved to where there is room.
        string elsewhere = Path.Combine(Store.Folder, "elsewhere.db");
        File.Copy(path, elsewhere);
        File.Copy(path + "-wal", elsewhere + "-wal");
        await using IJournal journal = SqliteStore.Create(elsewhere);
        await journal.OpenAsync(_ => { }).Within();
        List<JournalEntry> found = await journal.ReadAllAsync("room");
        Assert.AreSequenceEqual(kept, found.Take(kept.Count));
        Assert.IsLessThanOrEqualTo(kept.Count + 1, found.Count);
    }

    [TestMethod]
    public async Task OpenAsync_OnAFullDisk_SaysWhatIsWrongAndOpensOnceThereIsRoom()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(Path.Combine(Store.Folder, "small"));
        string path = Path.Combine(disk.Folder, "messenger.db");
        disk.Fill();

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => JournalProcess.OpenAsync(path)).Within();

        Sentence.Check(refusal.Message);
        disk.MakeRoom();
        await using JournalProcess process = await JournalProcess.OpenAsync(path);
        await process.CreateRoomAsync("room").Within();
        Assert.AreEqual(1, (await process.AppendAsync("room", "a", "t").Within()).Sequence);
        await process.CloseAsync();
    }
}
