namespace Messenger.Load.Reporting;

/// <summary>So many per cent of the deliveries took no longer than so many microseconds.</summary>
internal sealed record CurvePoint(double Percent, double Microseconds)
{
    private const double Step = 0.05;

    /// <summary>A point for each twentieth of a power of ten, towards 100 %, as far as there are deliveries for it.</summary>
    public static IReadOnlyList<CurvePoint> CurveOf(LatencyHistogram histogram)
    {
        if (histogram.Count == 0)
        {
            return [];
        }

        double end = Math.Log10(histogram.Count);
        List<CurvePoint> points = [];
        for (double nines = 0; nines < end; nines += Step)
        {
            double percent = 100 - Math.Pow(10, 2 - nines);
            points.Add(new CurvePoint(Math.Round(percent, 7), Latency.Microseconds(histogram.Percentile(percent))));
        }

        points.Add(new CurvePoint(100, Latency.Microseconds(histogram.Max)));
        return points;
    }
}
