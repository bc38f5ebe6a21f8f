namespace Messenger.Load.Reporting;

/// <summary>A distribution of latencies, in microseconds.</summary>
internal sealed record Latency(long Count, double P50, double P90, double P99, double P999, double Max)
{
    private const double NanosecondsPerMicrosecond = 1000;

    public static Latency Of(LatencyHistogram histogram) => new(
        histogram.Count,
        Microseconds(histogram.Percentile(50)),
        Microseconds(histogram.Percentile(90)),
        Microseconds(histogram.Percentile(99)),
        Microseconds(histogram.Percentile(99.9)),
        Microseconds(histogram.Max));

    public static double Microseconds(long nanoseconds) => nanoseconds / NanosecondsPerMicrosecond;
}
