namespace Messenger.Chaos;

/// <summary>
/// Nothing that is acknowledged is lost, and nothing comes twice, whatever becomes of server, network, disk and readers. A run can be
/// repeated by its seed as far as the machine's own timing lets it be.
/// </summary>
[TestClass]
public sealed class ChaosTests
{
    [TestMethod]
    public Task ServerAndNetwork_FailingAtOnce_LoseAndDoubleNothing() => RunAsync(
        share: 0.5, rooms: 2, hasFailingDisk: false,
        (stage, readers) => [new ServerFaults(stage.Server), new NetworkFaults(stage.Proxy), new ReaderFaults(readers)]);

    [TestMethod]
    public Task Disk_FullAndFailing_LosesAndDoublesNothing() => RunAsync(
        share: 0.25, rooms: 1, hasFailingDisk: true,
        (stage, readers) => [stage.Disk!, new NetworkFaults(stage.Proxy) { Kinds = [FaultKind.AllCut, FaultKind.CutMidFrame] }]);

    [TestMethod]
    public Task RollingRestart_UnderLoad_LosesAndDoublesNothing() => RunAsync(
        share: 0.1, rooms: 2, hasFailingDisk: false,
        (stage, readers) => [new ServerFaults(stage.Server) { Kinds = [FaultKind.ServerRestarted] }, new ReaderFaults(readers)]);

    private static async Task RunAsync(
        double share, int rooms, bool hasFailingDisk, Func<ChaosStage, IReadOnlyList<IReader>, IFaults[]> faults)
    {
        int seed = Seed.Next();
        await using ChaosStage stage = await ChaosStage.SetAsync(seed, rooms, hasFailingDisk);
        IReader[] readers = ChaosCast.Readers(stage);
        var run = new ChaosRun(stage, ChaosCast.Senders(stage), readers);

        string summary = await run.RunAsync(faults(stage, readers), ChaosTime.Of(share));

        Console.WriteLine(summary);
        Assert.IsFalse(stage.Findings.Any, $"With MESSENGER_TEST_SEED={seed}:{Environment.NewLine}{stage.Findings}{Environment.NewLine}{summary}");
    }
}
