namespace Messenger.Chaos;

/// <summary>Whether a series of measurements goes up: single ones may be anything.</summary>
internal static class Trend
{
    // All pairs of more would take too long, and say the same.
    private const int MostSamples = 600;

    /// <summary>
    /// How much a series has grown from its beginning to its end: the median of the slopes between its values (Theil and Sen), times its
    /// length.
    /// </summary>
    public static double GrowthOf(IReadOnlyList<double> series)
    {
        int step = Math.Max(1, series.Count / MostSamples);
        double[] values = [.. series.Where((_, i) => i % step == 0)];
        List<double> slopes = [];
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                slopes.Add((values[j] - values[i]) / (j - i));
            }
        }

        return slopes.Count == 0 ? 0 : Median(slopes) * (values.Length - 1);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
