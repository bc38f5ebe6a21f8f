using Messenger.Journal;
using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Stress;

/// <summary>The scenarios in rooms, on a disk.</summary>
[TestClass]
public sealed class DiskRoomTests
{
    // Pages of a few messages, so that joining takes several.
    private static readonly JournalOptions SmallPages = new() { PageEntries = 7 };

    [TestMethod]
    public Task Room_OnDiskWhileReadersJoinLapseAndLeave_GivesEachTheExactHistory() =>
        Work.RepeatAsync(1, seed => OnDiskAsync(
            SmallPages, journal => new RoomScenario(new JitteryJournal(journal), new RoomLoad(), seed, Patience.Limit).RunAsync()));

    [TestMethod]
    public Task Room_OnDiskWithoutPauses_GivesEachTheExactHistory() =>
        Work.RepeatAsync(1, seed => OnDiskAsync(
            new JournalOptions(), journal => new RoomScenario(journal, new RoomLoad(), seed, Patience.Limit).RunAsync()));

    [TestMethod]
    public Task Room_OnDiskWhileSomeHaveStoppedReading_LapsesOnlyThemAndGivesThemAllAfterwards() =>
        Work.RepeatAsync(20, seed => OnDiskAsync(
            SmallPages, journal => new RoomStallScenario(new JitteryJournal(journal), seed, Patience.Limit).RunAsync()));

    private static async Task<Findings> OnDiskAsync(JournalOptions options, Func<IJournal, Task<Findings>> run)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-stress-");
        try
        {
            string path = Path.Combine(folder.FullName, "messenger.db");
            return await run(new SqliteJournal(path, options, TimeProvider.System, NullLogger<SqliteJournal>.Instance));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
