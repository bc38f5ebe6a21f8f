namespace Messenger.Stress;

/// <summary>The control of watching: broken houses are caught, and the sound one beside them is not.</summary>
[TestClass]
public sealed class WatchControlTests
{
    private const int Messages = 500;

    [TestMethod]
    public Task Parking_OnSoundTwin_FindsNothing() =>
        Work.RepeatAsync(3, seed =>
            new WatchParkingScenario(new TwinWatchedHouse(WatchDefect.None), Messages, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(WatchDefect.LooksOnce)]
    [DataRow(WatchDefect.LooksTooEarly)]
    public Task Parking_OnBrokenTwin_CatchesIt(WatchDefect defect) =>
        Control.Catches(Rule.NothingMissing, (seed, patience) =>
            new WatchParkingScenario(new TwinWatchedHouse(defect), Messages, seed, patience).RunAsync());

    [TestMethod]
    public Task Churn_OnSoundTwin_FindsNothing() =>
        Work.RepeatAsync(3, seed =>
            new WatchChurnScenario(new TwinWatchedHouse(WatchDefect.None), Messages, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(WatchDefect.RemembersMore)]
    [DataRow(WatchDefect.EndsTooEarly)]
    public Task Churn_OnBrokenTwin_CatchesIt(WatchDefect defect) =>
        Control.Catches(Rule.NothingMissing, (seed, patience) =>
            new WatchChurnScenario(new TwinWatchedHouse(defect), Messages, seed, patience).RunAsync());
}
