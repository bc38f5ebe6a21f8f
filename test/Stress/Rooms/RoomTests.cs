using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Stress;

[TestClass]
public sealed class RoomTests
{
    // Pages of a few messages, so that joining takes several.
    private static readonly JournalOptions SmallPages = new() { PageEntries = 7 };

    private static readonly RoomLoad Load = new() { Bursts = 40 };

    [TestMethod]
    public Task Room_WhileReadersJoinLapseAndLeave_GivesEachTheExactHistory() =>
        Work.RepeatAsync(3, seed => new RoomScenario(Jittery(new MemoryJournalOptions()), Load, seed, Patience.Limit).RunAsync());

    [TestMethod]
    public Task Room_WithoutPauses_GivesEachTheExactHistory() =>
        Work.RepeatAsync(3, seed => new RoomScenario(new MemoryJournal(), Load, seed, Patience.Limit).RunAsync());

    [TestMethod]
    public Task Rooms_AllAtOnceOnOneJournal_GiveEachReaderTheExactHistoryOfItsRoom() =>
        Work.RepeatAsync(3, seed => new ManyRoomsScenario(Jittery(new MemoryJournalOptions()), Load with { Bursts = 15 }, seed, Patience.Limit).RunAsync());

    [TestMethod]
    public async Task Room_ThatKeepsLittle_TellsWhoeverIsTooFarBehind()
    {
        int lost = 0;
        await Work.RepeatAsync(3, async seed =>
        {
            IJournal journal = Jittery(new MemoryJournalOptions { RoomEntries = 32 });
            var scenario = new RoomScenario(journal, Load with { MayLose = true }, seed, Patience.Limit);
            Findings findings = await scenario.RunAsync();
            lost += scenario.Lost;
            return findings;
        });

        Assert.AreNotEqual(0, lost, "No reader was ever too far behind: this run shows nothing.");
    }

    [TestMethod]
    public async Task Reader_BehindWhatIsKept_IsToldExactlyHowMuchIsLost()
    {
        const int Queue = 8;
        const int Posts = 100;
        const int Keep = 32;
        await using House house = await House.OpenAsync(Kept(new MemoryJournalOptions { RoomEntries = Keep }), Queue, Patience.Limit);
        Visit stalled = Visit.FromNow(house, "stalled");
        var poster = new Poster(0, house, new Random(Seed.Next()));
        for (int i = 0; i < Posts; i++)
        {
            // Alone, so that it is known what fits into the queue.
            await poster.PostAsync(1).Within();
        }

        await stalled.ReadAsync(() => Task.CompletedTask).Within();
        Visit comesBack = Visit.OfWhatIsKept(house, "one that came back");
        Task reading = comesBack.ReadAsync(() => Task.CompletedTask);
        await house.CloseAsync().Within();
        await reading.Within();

        Assert.AreEqual(Posts - Keep - Queue, stalled.Lost?.Count);
        Assert.AreEqual(Queue, stalled.Record.Last);
        Assert.HasCount(Keep, comesBack.Record.Received);
        house.Roster.Inspect(new History(poster.Posts, house.Findings));
        Assert.IsFalse(house.Findings.Any, house.Findings.ToString());
    }

    [TestMethod]
    public Task Room_WhileSomeHaveStoppedReading_LapsesOnlyThemAndGivesThemAllAfterwards() =>
        Work.RepeatAsync(200, seed => new RoomStallScenario(Jittery(new MemoryJournalOptions()), seed, Patience.Limit).RunAsync());

    [TestMethod]
    public Task Reader_ThatIsMadeToLeaveAtAnyMoment_EndsAndIsNotLive() =>
        Work.RepeatAsync(10, seed => new RoomDisposalScenario(houses: 30, seed, Patience.Limit).RunAsync());

    private static JitteryJournal Jittery(MemoryJournalOptions bounds) => new(Kept(bounds));

    private static MemoryJournal Kept(MemoryJournalOptions bounds) => new(SmallPages, bounds, TimeProvider.System);
}
