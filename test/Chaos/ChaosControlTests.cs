namespace Messenger.Chaos;

/// <summary>The control: a suite that does not catch a broken server says nothing about the real one.</summary>
[TestClass]
public sealed class ChaosControlTests
{
    private const int Attempts = 10;

    [TestMethod]
    [DataRow(TwinDefect.DoublesOnResume, Rule.NothingTwice, FaultKind.AllCut)]
    [DataRow(TwinDefect.SkipsOnResume, Rule.NothingMissing, FaultKind.AllCut)]
    [DataRow(TwinDefect.SwapsOnResume, Rule.SameHistory, FaultKind.AllCut)]
    [DataRow(TwinDefect.IgnoresKeys, Rule.NoKeyTwice, FaultKind.AllCut)]
    [DataRow(TwinDefect.AcknowledgesEarly, Rule.AcknowledgedIsKept, FaultKind.ServerKilled)]
    public async Task Chaos_OnBrokenTwin_CatchesIt(TwinDefect defect, Rule rule, FaultKind fault)
    {
        int seed = Seed.Next();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            await using ChaosStage stage = await RunAsync(seed + attempt, defect, fault);
            if (stage.Findings.Violations.FirstOrDefault(violation => violation.Rule == rule) is { } violation)
            {
                Console.WriteLine($"Caught in attempt {attempt + 1} of {Attempts}. {violation}");
                return;
            }
        }

        Assert.Fail($"{Attempts} attempts did not catch what breaks {rule}.");
    }

    [TestMethod]
    public async Task Chaos_OnTwinWithoutADefect_FindsNothing()
    {
        await using ChaosStage stage = await RunAsync(Seed.Next(), TwinDefect.None, FaultKind.AllCut);

        Assert.IsFalse(stage.Findings.Any, stage.Findings.ToString());
    }

    private static async Task<ChaosStage> RunAsync(int seed, TwinDefect defect, FaultKind fault)
    {
        ChaosStage stage = await ChaosStage.SetAsync(seed, rooms: 0, defect: defect);
        var run = new ChaosRun(stage, ChaosCast.Senders(stage), ChaosCast.Readers(stage));
        IFaults faults = fault == FaultKind.AllCut
            ? new NetworkFaults(stage.Proxy) { Kinds = [fault] }
            : new ServerFaults(stage.Server) { Kinds = [fault] };
        Console.WriteLine(await run.RunAsync([faults], TimeSpan.FromSeconds(1)));
        return stage;
    }
}
