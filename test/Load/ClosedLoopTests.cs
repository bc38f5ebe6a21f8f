using Messenger.Load.Reporting;

namespace Messenger.Load.Tests;

[TestClass]
public sealed class ClosedLoopTests
{
    // As many as are sent before the load.
    private const int Before = 3;

    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(5, 2)]
    public async Task Sends_UnderWay_AreAsManyAsAskedForAndNoMore(int inFlight, int senders)
    {
        int underWay = 0;
        int most = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, answering: async number =>
        {
            if (number <= Before)
            {
                return;
            }

            int now = Interlocked.Increment(ref underWay);
            for (int seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
            {
            }

            if (now >= inFlight)
            {
                enough.TrySetResult();
            }

            // The delay is for one too many to come.
            await enough.Task;
            await Task.Delay(20);
            Interlocked.Decrement(ref underWay);
        }));

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { InFlight = inFlight, Senders = senders });

        Assert.AreEqual(inFlight, most);
        Assert.IsGreaterThan(inFlight, report.Figures.Acknowledged);
    }

    [TestMethod]
    public async Task Sends_WhereDeliveriesAreLost_GoOn()
    {
        await using DefectiveServer server = await DefectiveServer.StartAsync(Defect.AcknowledgesOnly);

        LoadReport report = await Running.AsSoonAsPossible(
            server, options => options with { InFlight = 1, Duration = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(1) });

        Assert.IsGreaterThan(30, report.Figures.Acknowledged);
        Assert.Contains(
            note => note.StartsWith("A sender went on although nothing in flight had arrived for long", StringComparison.Ordinal), report.Notes);
    }
}
