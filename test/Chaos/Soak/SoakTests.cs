namespace Messenger.Chaos;

/// <summary>
/// For many minutes people come and go, make rooms and talk; the server's memory and handles stay where they were after the first third.
/// MESSENGER_SOAK_MINUTES says for how many, 30 where it is no number; without it, the test is left out.
/// </summary>
[TestClass]
public sealed class SoakTests
{
    private const string Variable = "MESSENGER_SOAK_MINUTES";
    private const double UsualMinutes = 30;
    private const int Visitors = 6;

    // Reached in the first third: what a room takes is not the question.
    private const int MostRooms = 100;

    // What the collector and the allocator make of the same load differs by this much.
    private const double AllowedShare = 0.15;
    private const double AllowedMebibytes = 24;
    private const double AllowedHandles = 12;

    [TestMethod]
    public async Task Churn_ForManyMinutes_LeavesMemoryAndHandlesFlat()
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(given))
        {
            Assert.Inconclusive($"Takes long: {Variable}={UsualMinutes} runs it.");
        }

        TimeSpan time = TimeSpan.FromMinutes(double.TryParse(given, out double minutes) && minutes > 0 ? minutes : UsualMinutes);
        int seed = Seed.Next();
        await using ChaosStage stage = await ChaosStage.SetAsync(seed, rooms: 3, settings: [("MESSENGER_ROOMS", $"{MostRooms}")]);
        Visitor[] visitors = [.. Enumerable.Range(1, Visitors).Select(i => new Visitor(stage, stage.Choices(1000 + i)))];
        var resources = new ResourceLog(stage.Server.ProcessId);
        var run = new ChaosRun(stage, ChaosCast.Senders(stage), ChaosCast.Readers(stage));
        using var stop = new CancellationTokenSource();
        Task visiting = Task.WhenAll([resources.RunAsync(stop.Token), .. visitors.Select(visitor => visitor.RunAsync(stop.Token))]);

        string summary = await run.RunAsync(
            [new NetworkFaults(stage.Proxy) { Kinds = [FaultKind.AllCut, FaultKind.CutMidFrame, FaultKind.Slow] }],
            time,
            whenOver: async () =>
            {
                await stop.CancelAsync();
                await visiting.Within();
            });

        Console.WriteLine(summary);
        Console.WriteLine(
            $"{visitors.Sum(visitor => visitor.Visits)} visits, {visitors.Sum(visitor => visitor.RoomsMade)} rooms made, "
            + $"{visitors.Sum(visitor => visitor.RoomsRefused)} refused.");
        Assert.IsFalse(stage.Findings.Any, $"With MESSENGER_TEST_SEED={seed}:{Environment.NewLine}{stage.Findings}");
        Assert.IsGreaterThan(0, visitors.Sum(visitor => visitor.RoomsRefused), "It was too short to make all rooms.");
        AssertFlat("MiB of memory", resources.Memory, AllowedMebibytes);
        AssertFlat("handles", resources.Handles, AllowedHandles);
    }

    private static void AssertFlat(string what, IReadOnlyList<double> series, double allowed)
    {
        double[] settled = [.. series.Skip(series.Count / 3)];
        double median = Trend.Median(settled);
        double growth = Trend.GrowthOf(settled);
        string found =
            $"{settled.Length} s: {median:F0} {what} in the middle, from {settled.Min():F0} to {settled.Max():F0}, grown by {growth:F1}.";
        Console.WriteLine(found);
        Assert.IsLessThan(Math.Max(allowed, median * AllowedShare), growth, found);
    }
}
