namespace Messenger.Chaos;

/// <summary>What a broken server cannot easily be made to do is put before the inspection by hand.</summary>
[TestClass]
public sealed class InspectionTests : IDisposable
{
    private const string Room = "room";

    private static readonly SaidMessage[] Sound = [Said(1), Said(2), Said(3), Said(4)];

    private readonly Findings _findings = new();

    public void Dispose() => _findings.Dispose();

    [TestMethod]
    public void OfAll_WhereAllIsWell_FindsNothing()
    {
        var ledger = new Ledger();
        ledger.Add(Room, Sound[1]);
        ledger.Add(Room, Sound[1] with { Sequence = 0 });
        Inspection inspection = Inspect(Sound);

        inspection.OfHistory();
        inspection.Of(ledger);
        inspection.Of(Reader(start: 0, Sound));
        inspection.Of(Reader(start: 2000, Sound[2..]));

        Assert.IsFalse(_findings.Any, _findings.ToString());
    }

    [TestMethod]
    public void OfHistory_WithAHole_FindsIt() => OfHistory_Finds(Rule.ContiguousSequences, Said(1), Said(3));

    [TestMethod]
    public void OfHistory_WithTheSameTimeTwice_FindsIt() =>
        OfHistory_Finds(Rule.TimeIsOrder, Said(1), Said(2) with { SendTime = Said(1).SendTime });

    [TestMethod]
    public void OfHistory_WithANameTwice_FindsIt() => OfHistory_Finds(Rule.NoKeyTwice, Said(1), Said(2) with { Name = Said(1).Name });

    [TestMethod]
    public void OfLedger_WithWhatIsNotThere_FindsIt() => OfLedger_Finds(Rule.AcknowledgedIsKept, Said(5));

    [TestMethod]
    public void OfLedger_WithAnotherTime_FindsIt() => OfLedger_Finds(Rule.SameAnswer, Said(4) with { SendTime = 4001 });

    [TestMethod]
    public void OfReader_ThatMissesOne_FindsIt() => OfReader_Finds(Rule.NothingMissing, Said(1), Said(3), Said(4));

    [TestMethod]
    public void OfReader_ThatMissesTheLast_FindsIt() => OfReader_Finds(Rule.NothingMissing, Said(1), Said(2), Said(3));

    [TestMethod]
    public void OfReader_ThatHasOneTwice_FindsIt() => OfReader_Finds(Rule.NothingTwice, Said(1), Said(2), Said(2), Said(3), Said(4));

    [TestMethod]
    public void OfReader_ThatHasTheLastTwice_FindsIt() => OfReader_Finds(Rule.NothingTwice, [.. Sound, Said(4)]);

    [TestMethod]
    public void OfReader_ThatHasTwoTheWrongWayRound_FindsIt() => OfReader_Finds(Rule.SameHistory, Said(1), Said(3), Said(2), Said(4));

    [TestMethod]
    public void OfReader_ThatHasWhatNobodySaid_FindsIt() =>
        OfReader_Finds(Rule.SameHistory, Said(1), Said(2) with { Hash = -1 }, Said(3), Said(4));

    private static SaidMessage Said(int number) => new(number, number * 1000, $"message-{number}", number);

    private static ReaderRecord Reader(long start, params SaidMessage[] received)
    {
        var record = new ReaderRecord("reader", Room);
        record.Open(start);
        foreach (SaidMessage message in received)
        {
            record.Add(message);
        }

        return record;
    }

    private void OfHistory_Finds(Rule rule, params SaidMessage[] said)
    {
        Inspect(said).OfHistory();

        AssertFound(rule);
    }

    private void OfLedger_Finds(Rule rule, SaidMessage told)
    {
        var ledger = new Ledger();
        ledger.Add(Room, told);

        Inspect(Sound).Of(ledger);

        AssertFound(rule);
    }

    private void OfReader_Finds(Rule rule, params SaidMessage[] received)
    {
        Inspect(Sound).Of(Reader(start: 0, received));

        AssertFound(rule);
    }

    private Inspection Inspect(SaidMessage[] said) =>
        new(new History(new Dictionary<string, List<SaidMessage>> { [Room] = [.. said] }), _findings);

    private void AssertFound(Rule rule) => Assert.AreSequenceEqual([rule], _findings.Violations.Select(violation => violation.Rule));
}
