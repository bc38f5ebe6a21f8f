namespace Messenger.Chaos;

/// <summary>
/// The control: a suite that does not catch a broken server says nothing about the real one, and neither does one that does not catch those
/// who use it wrongly. What is broken is mostly the server of the shared chat; of rooms, it is those who read and talk in them.
/// </summary>
[TestClass]
public sealed class ChaosControlTests
{
    private const int Attempts = 10;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    [TestMethod]
    [DataRow(TwinDefect.DoublesOnResume, Rule.NothingTwice, FaultKind.AllCut)]
    [DataRow(TwinDefect.SkipsOnResume, Rule.NothingMissing, FaultKind.AllCut)]
    [DataRow(TwinDefect.SwapsOnResume, Rule.SameHistory, FaultKind.AllCut)]
    [DataRow(TwinDefect.IgnoresKeys, Rule.NoKeyTwice, FaultKind.AllCut)]
    [DataRow(TwinDefect.AcknowledgesEarly, Rule.AcknowledgedIsKept, FaultKind.ServerKilled)]
    public Task Chaos_OnBrokenTwin_CatchesIt(TwinDefect defect, Rule rule, FaultKind fault) =>
        CatchesAsync(rule, seed => RunAsync(seed, defect, fault));

    [TestMethod]
    [DataRow(TwinDefect.DoublesOnResume, Rule.NothingTwice)]
    [DataRow(TwinDefect.SkipsOnResume, Rule.NothingMissing)]
    [DataRow(TwinDefect.ForgetsCursors, Rule.NothingMissing)]
    [DataRow(TwinDefect.HidesItsJournal, Rule.NothingMissing)]
    public Task Clients_OnBrokenTwin_CatchIt(TwinDefect defect, Rule rule) =>
        CatchesAsync(rule, seed => RunClientsAsync(seed, defect));

    [TestMethod]
    [DataRow(-1, Rule.NothingTwice)]
    [DataRow(1, Rule.NothingMissing)]
    public Task Chaos_WithRoomReadersThatGoOnElsewhere_CatchesIt(int misplacement, Rule rule) =>
        CatchesAsync(rule, seed => RunRoomsAsync(seed, stage => ChaosCast.RoomReaders(stage, misplacement), renewKeys: false));

    [TestMethod]
    public Task Chaos_WithRoomSendersThatHaveAnotherKeyForEachAttempt_CatchesIt() =>
        CatchesAsync(Rule.NoKeyTwice, seed => RunRoomsAsync(seed, stage => ChaosCast.RoomReaders(stage), renewKeys: true));

    [TestMethod]
    public Task Clients_WithSendersThatHaveAnotherKeyForEachAttempt_CatchIt() =>
        CatchesAsync(Rule.NoKeyTwice, seed => RunClientsAsync(seed, TwinDefect.SwallowsAnswers, sendSeconds: 1, renewKeys: true));

    [TestMethod]
    public async Task Chaos_OnTwinWithoutADefect_FindsNothing()
    {
        await using ChaosStage stage = await RunAsync(
            Seed.Next(), TwinDefect.None, FaultKind.AllCut, Recovery.SharedStreamResumed, Recovery.SharedSendRepeated);

        Assert.IsFalse(stage.Findings.Any, stage.Findings.ToString());
    }

    [TestMethod]
    public async Task Chaos_InRoomsWithoutADefect_FindsNothing()
    {
        await using ChaosStage stage = await RunRoomsAsync(
            Seed.Next(),
            stage => ChaosCast.RoomReaders(stage),
            renewKeys: false,
            Recovery.RoomStreamResumed,
            Recovery.RoomSendRecognized);

        Assert.IsFalse(stage.Findings.Any, stage.Findings.ToString());
    }

    [TestMethod]
    public async Task Clients_OnTwinThatAnswersNotAlways_RepeatTheirSendsByThemselves()
    {
        await using ChaosStage stage = await RunClientsAsync(
            Seed.Next(),
            TwinDefect.SwallowsAnswers,
            needed: [Recovery.ClientStreamResumed, Recovery.ClientSendRepeated]);

        Assert.IsFalse(stage.Findings.Any, stage.Findings.ToString());
    }

    [TestMethod]
    public async Task Run_ThatNeverComesToWhatItIsAbout_IsNoProof()
    {
        await using ChaosStage stage = await ChaosStage.SetAsync(Seed.Next(), rooms: 0);
        var run = new ChaosRun(stage, ChaosCast.SharedSenders(stage), ChaosCast.SharedReaders(stage))
        {
            Needed = [Recovery.RoomStreamResumed],
        };

        await run.RunAsync([], Time);

        Assert.AreSequenceEqual([Rule.FaultsAreFelt], stage.Findings.Violations.Select(violation => violation.Rule));
    }

    private static async Task CatchesAsync(Rule rule, Func<int, Task<ChaosStage>> run)
    {
        int seed = Seed.Next();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            await using ChaosStage stage = await run(seed + attempt);
            if (stage.Findings.Violations.FirstOrDefault(violation => violation.Rule == rule) is { } violation)
            {
                Console.WriteLine($"Caught in attempt {attempt + 1} of {Attempts}. {violation}");
                return;
            }
        }

        Assert.Fail($"{Attempts} attempts did not catch what breaks {rule}.");
    }

    private static async Task<ChaosStage> RunAsync(int seed, TwinDefect defect, FaultKind fault, params Recovery[] needed)
    {
        ChaosStage stage = await ChaosStage.SetAsync(seed, rooms: 0, defect: defect);
        return await RunAsync(stage, ChaosCast.SharedSenders(stage), ChaosCast.SharedReaders(stage), fault, needed);
    }

    private static async Task<ChaosStage> RunRoomsAsync(
        int seed, Func<ChaosStage, IReader[]> readers, bool renewKeys, params Recovery[] needed)
    {
        ChaosStage stage = await ChaosStage.SetAsync(seed, rooms: 2);
        return await RunAsync(stage, ChaosCast.RoomSenders(stage, renewKeys), readers(stage), FaultKind.AllCut, needed);
    }

    private static async Task<ChaosStage> RunClientsAsync(
        int seed, TwinDefect defect, int sendSeconds = 4, bool renewKeys = false, params Recovery[] needed)
    {
        ChaosStage stage = await ChaosStage.SetAsync(seed, rooms: 0, defect: defect);
        HostProcess[] clients = [await stage.StartClientAsync(sendSeconds)];
        return await RunAsync(
            stage, ChaosCast.HttpSenders(stage, clients, renewKeys), ChaosCast.Mailboxes(stage, clients), FaultKind.AllCut, needed);
    }

    private static async Task<ChaosStage> RunAsync(
        ChaosStage stage, ISender[] senders, IReader[] readers, FaultKind fault, Recovery[] needed)
    {
        var run = new ChaosRun(stage, senders, readers) { Needed = needed };
        IFaults faults = fault == FaultKind.AllCut
            ? new NetworkFaults(stage.Proxy) { Kinds = [fault] }
            : new ServerFaults(stage.Server) { Kinds = [fault] };
        Console.WriteLine(await run.RunAsync([faults], Time));
        return stage;
    }
}
