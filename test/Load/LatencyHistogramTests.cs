namespace Messenger.Load.Tests;

[TestClass]
public sealed class LatencyHistogramTests
{
    private const double Error = 1.0 / 128;

    private static readonly double[] Percents = [0, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

    [TestMethod]
    public void Percentile_OfRandomValues_IsWithinTheErrorOfTheSortedListsValue()
    {
        var random = new Random(Seed.Next());
        foreach (int count in new[] { 1, 2, 10, 1_000, 100_000 })
        {
            long[] values = [.. Enumerable.Range(0, count).Select(_ => (long)Math.Pow(2, random.NextDouble() * 50))];
            var histogram = new LatencyHistogram();
            Array.ForEach(values, histogram.Record);
            Array.Sort(values);

            foreach (double percent in Percents)
            {
                AssertNear(values[Math.Max((int)Math.Ceiling(count * percent / 100) - 1, 0)], histogram.Percentile(percent), $"{percent} % of {count}");
            }
        }
    }

    [TestMethod]
    public void Percentile_OfSmallValues_IsExact()
    {
        var histogram = new LatencyHistogram();
        for (int value = 0; value < 64; value++)
        {
            histogram.Record(value);
        }

        Assert.AreEqual(31, histogram.Percentile(50));
        Assert.AreEqual(0, histogram.Percentile(0));
        Assert.AreEqual(63, histogram.Percentile(100));
    }

    [TestMethod]
    public void Percentile_OfTheEdgesOfBuckets_IsWithinTheError()
    {
        foreach (long value in Enumerable.Range(0, 62).SelectMany(power => new[] { (1L << power) - 1, 1L << power, (1L << power) + 1 }))
        {
            // One above it, so that the highest value, which is known exactly, is not what is asked for.
            var histogram = new LatencyHistogram();
            histogram.Record(value);
            histogram.Record(long.MaxValue);

            AssertNear(value, histogram.Percentile(50), $"{value}");
        }
    }

    [TestMethod]
    public void Max_OfAnyValues_IsExact()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1_234_567_891);
        histogram.Record(987);

        Assert.AreEqual(1_234_567_891, histogram.Max);
        Assert.AreEqual(1_234_567_891, histogram.Percentile(100));
    }

    [TestMethod]
    public void Record_OfAValueBelowZero_CountsItAsZero()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);

        Assert.AreEqual(1, histogram.Count);
        Assert.AreEqual(0, histogram.Percentile(50));
    }

    [TestMethod]
    public void Percentile_OfNothing_IsZero()
    {
        Assert.AreEqual(0, new LatencyHistogram().Percentile(99));
    }

    [TestMethod]
    public void Add_OfTheParts_GivesWhatOneHistogramOfAllWouldHave()
    {
        var random = new Random(Seed.Next());
        var whole = new LatencyHistogram();
        LatencyHistogram[] parts = [new(), new(), new()];
        for (int i = 0; i < 10_000; i++)
        {
            long value = random.NextInt64(1L << random.Next(1, 45));
            whole.Record(value);
            parts[i % 3].Record(value);
        }

        var sum = new LatencyHistogram();
        Array.ForEach(parts, sum.Add);

        Assert.AreEqual(whole.Count, sum.Count);
        Assert.AreEqual(whole.Max, sum.Max);
        foreach (double percent in Percents)
        {
            Assert.AreEqual(whole.Percentile(percent), sum.Percentile(percent));
        }
    }

    private static void AssertNear(long expected, long actual, string what) =>
        Assert.IsLessThanOrEqualTo(expected * Error, Math.Abs((double)actual - expected), $"{what}: {actual}, in place of {expected}");
}
