namespace Messenger.Stress;

/// <summary>The control: a suite that does not catch a broken hub says nothing about the real one.</summary>
[TestClass]
public sealed class FanOutControlTests
{
    private const int Roomy = 1 << 16;
    private const int Tiny = 16;
    private const int Rounds = 500;

    [TestMethod]
    [DataRow(HubDefect.EnqueueOutsideTheLock, Rule.SameOrderEverywhere)]
    [DataRow(HubDefect.LostWakeUp, Rule.NothingMissing)]
    [DataRow(HubDefect.WakesForNothing, Rule.NothingMissing)]
    [DataRow(HubDefect.GrowsInTwoSteps, Rule.SameOrderEverywhere)]
    [DataRow(HubDefect.SeamOffByOne, Rule.SameOrderEverywhere)]
    [DataRow(HubDefect.SeamInTwoSteps, Rule.SameOrderEverywhere)]
    public Task Churn_OnBrokenTwin_CatchesIt(HubDefect defect, Rule rule) =>
        Control.Catches(rule, (seed, patience) =>
            new ChurnScenario(new TwinHub(Roomy, defect), new ChurnLoad(), seed, patience).RunAsync());

    [TestMethod]
    public Task Churn_OnTwinThatOverwritesWhatIsLent_CatchesIt() =>
        Control.Catches(Rule.SameOrderEverywhere, (seed, patience) =>
            new ChurnScenario(new TwinHub(Tiny, HubDefect.OverwritesWhatIsLent), new ChurnLoad(), seed, patience).RunAsync());

    [TestMethod]
    public Task Parking_OnTwinThatLosesWakeUps_CatchesIt() =>
        Control.Catches(Rule.NothingMissing, (seed, patience) =>
            new ParkingScenario(new TwinHub(Tiny, HubDefect.LostWakeUp), Rounds, seed, patience).RunAsync());

    [TestMethod]
    [DataRow(HubDefect.OverflowKeptQuiet, Rule.LapsesAlone)]
    [DataRow(HubDefect.LapseDropsTheQueue, Rule.NothingMissing)]
    [DataRow(HubDefect.LapseSkipsAnother, Rule.SameOrderEverywhere)]
    public Task Stall_OnBrokenTwin_CatchesIt(HubDefect defect, Rule rule) =>
        Control.Catches(rule, (seed, patience) =>
            new StalledReaderScenario(new TwinHub(Tiny, defect), Tiny, seed, patience).RunAsync());

    [TestMethod]
    [DataRow(HubDefect.DisposeWakesNobody, Rule.EverybodyEnds)]
    [DataRow(HubDefect.DisposeStaysListed, Rule.NobodyStaysListed)]
    public Task Disposal_OnBrokenTwin_CatchesIt(HubDefect defect, Rule rule) =>
        Control.Catches(rule, (seed, patience) =>
            new DisposalScenario(() => new TwinHub(Tiny, defect), Rounds, seed, patience).RunAsync());
}
