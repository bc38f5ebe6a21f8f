using System.Collections.Concurrent;
using Messenger.Load.Reporting;

namespace Messenger.Load.Tests;

[TestClass]
public sealed class OpenLoopTests
{
    private const double Rate = 400;

    // As many as the frame sends before the load, and behind it.
    private const int Before = 3;
    private const int Framing = 4;

    // Of a percentile.
    private const double Error = 127.0 / 128;

    [TestMethod]
    public async Task Latencies_OfAServerThatStalls_HoldTheStallForAllThatWasDueMeanwhile()
    {
        // The server answers nothing from its 40th message on until a hundred more have come: which they only do if senders go on.
        var holding = new ConcurrentBag<long>();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        long released = 0;
        async Task AnswerAsync(int number)
        {
            int mine = Interlocked.Increment(ref arrived);
            if (mine < 40)
            {
                return;
            }

            holding.Add(Clock.Now);
            if (mine == 140)
            {
                released = Clock.Now;
                goOn.SetResult();
            }

            await goOn.Task;
        }

        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, answering: AnswerAsync));

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { Streams = 1, Connections = 1, Rate = Rate });

        // What a message waited in the server is less than its latency; so it is for the percentiles of both.
        long[] held = [.. holding.Select(arrival => Math.Max(released - arrival, 0)).Order().TakeLast(200)];
        long[] waited = [.. Enumerable.Repeat(0L, 200 - held.Length), .. held];
        Assert.AreEqual(200, report.Figures.Answer.Count);
        Assert.AreEqual(200, report.Figures.Delivery.Count);
        Assert.IsGreaterThan(90, waited.Count(time => time > 0));
        Assert.IsGreaterThanOrEqualTo(Latency.Microseconds(waited[99]) * Error, report.Figures.Delivery.P50);
        Assert.IsGreaterThanOrEqualTo(Latency.Microseconds(waited[179]) * Error, report.Figures.Delivery.P90);
        Assert.IsGreaterThanOrEqualTo(Latency.Microseconds(waited[179]) * Error, report.Figures.Answer.P90);
    }

    [TestMethod]
    public async Task Sent_ByTheClock_IsWhatIsDueWhateverTheServerDoes()
    {
        int arrived = 0;
        var allHere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using DefectiveServer server = await DefectiveServer.StartAsync(DefectiveServer.Of(Defect.None, answering: async _ =>
        {
            int mine = Interlocked.Increment(ref arrived);
            if (mine == Before + 200)
            {
                allHere.SetResult();
            }

            if (mine > Before)
            {
                await allHere.Task;
            }
        }));

        LoadReport report = await Running.AsSoonAsPossible(server, options => options with { Rate = Rate, Senders = 3 });

        Assert.AreEqual(200 + Framing, report.Figures.Sent);
        Assert.AreEqual(200, report.Figures.Lateness.Count);
        Assert.IsTrue(report.Verdict.IsSound);
    }
}
