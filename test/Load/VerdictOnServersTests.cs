using Messenger.Load.Checking;
using Messenger.Load.Reporting;

namespace Messenger.Load.Tests;

/// <summary>Whole runs against servers that break one rule each: the verdict names exactly that rule.</summary>
[TestClass]
public sealed class VerdictOnServersTests
{
    [TestMethod]
    [DataRow(Defect.HoldsOneBack, Rule.OrderOfSends)]
    [DataRow(Defect.SwapsTwoOnOneStream, Rule.SameOrder)]
    [DataRow(Defect.SwapsTwoOnTheFirstStream, Rule.SameOrder)]
    [DataRow(Defect.SwapsTwoOnAllStreams, Rule.AscendingSendTimes)]
    [DataRow(Defect.LosesOneOnOneStream, Rule.NothingLost)]
    [DataRow(Defect.DoublesOne, Rule.NothingTwice)]
    [DataRow(Defect.SendsAnOldOne, Rule.NothingFromBefore)]
    [DataRow(Defect.TimeStepsBack, Rule.AscendingSendTimes)]
    [DataRow(Defect.TimeStandsStill, Rule.AscendingSendTimes)]
    [DataRow(Defect.ForgetsTheTime, Rule.AscendingSendTimes)]
    [DataRow(Defect.HasTwoTimes, Rule.OneSendTime)]
    [DataRow(Defect.AcknowledgesOnly, Rule.NothingLost)]
    [DataRow(Defect.InventsANumber, Rule.NothingInvented)]
    [DataRow(Defect.ChangesAText, Rule.NothingInvented)]
    [DataRow(Defect.EndsOneStream, Rule.StaysOpen)]
    public async Task Verdict_OnAServerWithOneDefect_NamesItsRuleAndNoOther(Defect defect, Rule rule)
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(defect);

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { Streams = 4, Connections = 2 });

        Assert.AreEqual(rule.ToString(), string.Join(", ", report.Verdict.Broken.Select(broken => broken.Rule)));
        Assert.IsFalse(report.Verdict.IsSound);
        Assert.IsNotEmpty(report.Verdict.Broken[0].Evidence);
        Assert.IsGreaterThan(0, report.Verdict.Broken[0].Times);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(30)]
    public async Task Verdict_OnASoundServer_IsSound(int streams)
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.None);

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { Streams = streams, Connections = Math.Min(streams, 3) });

        Assert.IsTrue(report.Verdict.IsSound, string.Join('\n', report.Verdict.Broken.SelectMany(broken => broken.Evidence)));
        Assert.IsGreaterThan(100, report.Figures.Deliveries);
        Assert.AreEqual(report.Figures.Sent, report.Figures.Acknowledged);
    }

    [TestMethod]
    public async Task Verdict_WhereOthersTalkToo_LeavesThemAlone()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, hasGuests: true));

        LoadReport report = await Running.AsSoonAsPossible(server);

        Assert.IsTrue(report.Verdict.IsSound);
        Assert.AreEqual(report.Figures.Deliveries, report.Figures.ForeignDeliveries);
    }

    [TestMethod]
    public async Task Verdict_OnAServerWhoseHeadersComeWithTheFirstMessage_IsSoundAndSaysIt()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, holdsHeaders: true));

        LoadReport report = await Running.AsSoonAsPossible(server);

        Assert.IsTrue(report.Verdict.IsSound, string.Join('\n', report.Verdict.Broken.SelectMany(broken => broken.Evidence)));
        Assert.Contains("4 streams opened only when a message was sent: by the contract, the headers come at once.", report.Notes);
    }

    [TestMethod]
    public async Task Notes_OnAServerThatLetsFewStreamsOnAConnection_SayIt()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, streamsPerConnection: 2));

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { Streams = 8, Connections = 1 });

        Assert.Contains(note => note.StartsWith("The server lets fewer streams on one connection", StringComparison.Ordinal), report.Notes);
    }

    [TestMethod]
    public async Task Verdict_OnAServerThatRefusesSomeSends_DoesNotCallThemLost()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(
            Defect.None,
            refusing: number => number > 10 && Random.Shared.Next(4) == 0 ? new Grpc.Status(Grpc.StatusCode.ResourceExhausted, "Too much.") : null));

        LoadReport report = await Running.AsSoonAsPossible(server);

        Assert.IsTrue(report.Verdict.IsSound);
        Assert.IsGreaterThan(0, report.Figures.Failed);
        Assert.AreEqual("ResourceExhausted: Too much.", report.Figures.FirstFailure);
        Assert.AreEqual(report.Figures.Sent, report.Figures.Acknowledged + report.Figures.Failed);
    }
}
