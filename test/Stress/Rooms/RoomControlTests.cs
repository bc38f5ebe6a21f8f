using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Stress;

/// <summary>The control in rooms: under a broken journal, readers do not get what they should.</summary>
[TestClass]
public sealed class RoomControlTests
{
    [TestMethod]
    [DataRow(JournalDefect.HidesTheNewest, Rule.NothingElseIsThrown)]
    [DataRow(JournalDefect.RepeatsTheLast, Rule.NothingElseIsThrown)]
    [DataRow(JournalDefect.SkipsOne, Rule.NothingMissing)]
    [DataRow(JournalDefect.SwapsTwo, Rule.NothingElseIsThrown)]
    [DataRow(JournalDefect.PublishesLate, Rule.FromTheOpeningOn)]
    public Task Churn_OnBrokenJournal_CatchesIt(JournalDefect defect, Rule rule) =>
        Control.Catches(rule, (seed, patience) =>
        {
            IJournal kept = new MemoryJournal(new JournalOptions { PageEntries = 7 }, new MemoryJournalOptions(), TimeProvider.System);
            return new RoomScenario(new JitteryJournal(new BrokenJournal(kept, defect)), new RoomLoad(), seed, patience).RunAsync();
        });

    [TestMethod]
    public Task ManyRooms_OnAJournalThatMixesThem_CatchesIt() =>
        Control.Catches(Rule.SameOrderEverywhere, (seed, patience) =>
        {
            IJournal mixing = new BrokenJournal(new MemoryJournal(), JournalDefect.MixesRooms);
            return new ManyRoomsScenario(new JitteryJournal(mixing), new RoomLoad { Bursts = 3 }, seed, patience).RunAsync();
        });
}
