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
        (stage, readers) => [new ServerFaults(stage.Server), new NetworkFaults(stage.Proxy), new ReaderFaults(readers)],
        Recovery.SharedStreamResumed, Recovery.RoomStreamResumed, Recovery.SharedSendRepeated, Recovery.RoomSendRecognized);

    [TestMethod]
    public Task Disk_FullAndFailing_LosesAndDoublesNothing() => RunAsync(
        share: 0.2, rooms: 1, hasFailingDisk: true,
        (stage, readers) => [stage.Disk!, new NetworkFaults(stage.Proxy) { Kinds = [FaultKind.AllCut, FaultKind.CutMidFrame] }],
        Recovery.SharedStreamResumed, Recovery.RoomStreamResumed, Recovery.SharedSendRecognized, Recovery.RoomSendRecognized);

    [TestMethod]
    public async Task Clients_WhileEverythingFails_HaveTheWholeHistoryInTheirMailboxes()
    {
        await using ChaosStage stage = await ChaosStage.SetAsync(Seed.Next(), rooms: 0);
        HostProcess[] clients =
        [
            await stage.StartClientAsync(),
            await stage.StartClientAsync(),
        ];
        IReader[] readers = ChaosCast.Mailboxes(stage, clients);
        ISender[] senders = ChaosCast.HttpSenders(stage, clients);

        await CheckAsync(
            stage,
            new ChaosRun(stage, senders, readers) { Needed = [Recovery.ClientStreamResumed, Recovery.ClientSendRepeated] },
            [new ServerFaults(stage.Server), new NetworkFaults(stage.Proxy), new ReaderFaults(readers)],
            ChaosTime.Of(0.2));
    }

    [TestMethod]
    public Task RollingRestart_UnderLoad_LosesAndDoublesNothing() => RunAsync(
        share: 0.1, rooms: 2, hasFailingDisk: false,
        (stage, readers) => [new ServerFaults(stage.Server) { Kinds = [FaultKind.ServerRestarted] }, new ReaderFaults(readers)],
        Recovery.SharedStreamResumed, Recovery.RoomStreamResumed, Recovery.SharedSendRepeated, Recovery.RoomSendRepeated);

    private static async Task RunAsync(
        double share,
        int rooms,
        bool hasFailingDisk,
        Func<ChaosStage, IReadOnlyList<IReader>, IFaults[]> faults,
        params Recovery[] needed)
    {
        await using ChaosStage stage = await ChaosStage.SetAsync(Seed.Next(), rooms, hasFailingDisk);
        IReader[] readers = ChaosCast.Readers(stage);
        var run = new ChaosRun(stage, ChaosCast.Senders(stage), readers) { Needed = needed };
        await CheckAsync(stage, run, faults(stage, readers), ChaosTime.Of(share));
    }

    private static async Task CheckAsync(ChaosStage stage, ChaosRun run, IFaults[] faults, TimeSpan time)
    {
        string summary = await run.RunAsync(faults, time);

        Console.WriteLine(summary);
        Assert.IsFalse(
            stage.Findings.Any,
            $"With MESSENGER_TEST_SEED={stage.Seed}:{Environment.NewLine}{stage.Findings}{Environment.NewLine}{summary}");
    }
}
