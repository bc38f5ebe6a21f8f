using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Stress;

[TestClass]
public sealed class RoomTests
{
    // Pages of a few messages, so that joining takes several.
    private static readonly JournalOptions SmallPages = new() { PageEntries = 7 };

    [TestMethod]
    public async Task Room_WhileReadersJoinLapseAndLeave_GivesEachTheExactHistory()
    {
        var journal = new JitteryJournal(Kept(new MemoryJournalOptions()));
        var load = new RoomLoad { Bursts = Work.Times(40) };

        Findings findings = await new RoomScenario(journal, load, Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    [TestMethod]
    public async Task Room_WithoutPauses_GivesEachTheExactHistory()
    {
        var load = new RoomLoad { Bursts = Work.Times(40) };

        Findings findings = await new RoomScenario(new MemoryJournal(), load, Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    [TestMethod]
    public async Task Room_ThatKeepsLittle_TellsWhoeverIsTooFarBehind()
    {
        var journal = new JitteryJournal(Kept(new MemoryJournalOptions { RoomEntries = 32 }));
        var load = new RoomLoad { Bursts = Work.Times(40), MayLose = true };
        var scenario = new RoomScenario(journal, load, Seed.Next(), Patience.Limit);

        Findings findings = await scenario.RunAsync();

        findings.AssertNone();
        Assert.AreNotEqual(0, scenario.Lost, "No reader was ever too far behind: this run shows nothing.");
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
        house.Findings.AssertNone();
    }

    [TestMethod]
    public async Task Room_WhileSomeHaveStoppedReading_LapsesOnlyThemAndGivesThemAllAfterwards()
    {
        int seed = Seed.Next();
        for (int round = 0; round < Work.Times(100); round++)
        {
            Findings findings = await new RoomStallScenario(new JitteryJournal(Kept(new())), seed + round, Patience.Limit).RunAsync();

            findings.AssertNone();
        }
    }

    [TestMethod]
    public async Task Reader_ThatIsMadeToLeaveAtAnyMoment_EndsAndIsNotLive()
    {
        Findings findings = await new RoomDisposalScenario(Work.Times(200), Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    private static MemoryJournal Kept(MemoryJournalOptions bounds) => new(SmallPages, bounds, TimeProvider.System);
}
