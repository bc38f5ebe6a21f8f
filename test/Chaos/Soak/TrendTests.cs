namespace Messenger.Chaos;

[TestClass]
public sealed class TrendTests
{
    private const int Length = 500;
    private const double Noise = 50;

    [TestMethod]
    public void GrowthOf_NoiseAroundALevel_IsSmall()
    {
        Random choices = new(Seed.Next());

        double growth = Trend.GrowthOf([.. Enumerable.Range(0, Length).Select(_ => 200 + (Noise * choices.NextDouble()))]);

        Assert.IsLessThan(Noise / 2, Math.Abs(growth));
    }

    [TestMethod]
    public void GrowthOf_NoiseAroundARise_IsTheRise()
    {
        Random choices = new(Seed.Next());

        double growth = Trend.GrowthOf([.. Enumerable.Range(0, Length).Select(i => i + (Noise * choices.NextDouble()))]);

        Assert.IsInRange(Length - (Noise / 2), Length + (Noise / 2), growth);
    }

    [TestMethod]
    public void GrowthOf_ALevelWithPeaks_IsNothing() =>
        Assert.AreEqual(0, Trend.GrowthOf([.. Enumerable.Range(0, Length).Select(i => i % 7 == 0 ? 1000.0 : 100.0)]));
}
