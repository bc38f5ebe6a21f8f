namespace Messenger.Stress;

[TestClass]
public sealed class FanOutTests
{
    private const int Roomy = 1 << 16;
    private const int Tiny = 16;

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public async Task Publish_WhileReadersJoinAndLeave_ReachesEverybodyInOneOrder(FanOutKind kind)
    {
        var load = new ChurnLoad { Bursts = Work.Times(400) };

        Findings findings = await new ChurnScenario(Create(kind, Roomy), load, Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public async Task Publish_WhileReadersLapseAllTheTime_ReachesEachUpToItsLapse(FanOutKind kind)
    {
        var load = new ChurnLoad { Bursts = Work.Times(400) };

        Findings findings = await new ChurnScenario(Create(kind, Tiny), load, Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public async Task Publish_WhileSomeHaveStoppedReading_LapsesOnlyThem(FanOutKind kind)
    {
        int seed = Seed.Next();
        for (int round = 0; round < Work.Times(200); round++)
        {
            Findings findings = await new StalledReaderScenario(Create(kind, Tiny), Tiny, seed + round, Patience.Limit).RunAsync();

            findings.AssertNone();
        }
    }

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public async Task Dispose_WhileOthersReadPublishAndComplete_EndsEverybodyAndListsNobody(FanOutKind kind)
    {
        Findings findings =
            await new DisposalScenario(() => Create(kind, Tiny), Work.Times(10_000), Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    [TestMethod]
    [DataRow(FanOutKind.Hub)]
    [DataRow(FanOutKind.SoundTwin)]
    public async Task Publish_ToTenThousandSubscriptions_ReachesEachOfThem(FanOutKind kind)
    {
        Findings findings = await new CrowdScenario(Create(kind, Roomy), readers: 10_000, Seed.Next(), Patience.Limit).RunAsync();

        findings.AssertNone();
    }

    private static IFanOut Create(FanOutKind kind, int queueCapacity) =>
        kind == FanOutKind.Hub ? new HubFanOut(queueCapacity) : new TwinHub(queueCapacity, HubDefect.None);
}
