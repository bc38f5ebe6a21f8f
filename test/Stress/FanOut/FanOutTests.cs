namespace Messenger.Stress;

[TestClass]
public sealed class FanOutTests
{
    private const int Roomy = 1 << 16;
    private const int Tiny = 16;
    private const int Crowd = 10_000;

    // Several runs of middling length: each begins anew, so that the records do not fill the memory.
    private static readonly ChurnLoad Load = new() { Bursts = 120 };

    // A flood leaves queues larger than a reader that has caught up keeps.
    private static readonly ChurnLoad Floods = new() { Bursts = 8, LongBurst = 2_000 };

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_WhileReadersJoinAndLeave_ReachesEverybodyInOneOrder(FanOutKind kind) =>
        Work.RepeatAsync(5, seed => new ChurnScenario(Create(kind, Roomy), Load, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_WhileReadersLapseAllTheTime_ReachesEachUpToItsLapse(FanOutKind kind) =>
        Work.RepeatAsync(5, seed => new ChurnScenario(Create(kind, Tiny), Load, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_WhileQueuesGrowAndShrinkAgain_ReachesEverybodyInOneOrder(FanOutKind kind) =>
        Work.RepeatAsync(20, seed => new ChurnScenario(Create(kind, Roomy), Floods, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_WhileSomeHaveStoppedReading_LapsesOnlyThem(FanOutKind kind) =>
        Work.RepeatAsync(400, seed => new StalledReaderScenario(Create(kind, Tiny), Tiny, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Dispose_WhileOthersReadPublishAndComplete_EndsEverybodyAndListsNobody(FanOutKind kind) =>
        Work.RepeatAsync(20, seed => new DisposalScenario(() => Create(kind, Tiny), rounds: 1_000, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_WhileItsReaderIsAboutToWait_ReachesIt(FanOutKind kind) =>
        Work.RepeatAsync(4, seed => new ParkingScenario(Create(kind, Tiny), texts: 50_000, seed, Patience.Limit).RunAsync());

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public Task Publish_ToTenThousandSubscriptions_ReachesEachOfThem(FanOutKind kind) =>
        Work.RepeatAsync(1, seed => new CrowdScenario(Create(kind, Roomy), Crowd, seed, Patience.Limit).RunAsync());

    private static IFanOut Create(FanOutKind kind, int queueCapacity) =>
        kind == FanOutKind.Hub ? new HubFanOut(queueCapacity) : new TwinHub(queueCapacity, HubDefect.None);
}
