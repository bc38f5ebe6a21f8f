using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Messenger.Hosting.Metrics;

/// <summary>Turns what the SDK collects into metrics as OpenMetrics has them. For one collection at a time.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class OpenMetricsExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private static readonly KeyValuePair<string, string>[] NoLabels = [];

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>What was collected last.</summary>
    public IReadOnlyList<MetricFamily> Collected { get; private set; } = [];

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        List<MetricFamily> families = [Target()];
        foreach (Metric metric in batch)
        {
            families.Add(Family(metric));
        }

        Collected = families;
        return ExportResult.Success;
    }

    private MetricFamily Target()
    {
        KeyValuePair<string, string>[] labels =
            [.. ParentProvider.GetResource().Attributes.Select(attribute => Label(attribute.Key, attribute.Value))];
        return new MetricFamily("target", "info", "", "What is measured.", [new MetricSample("_info", labels, "1")]);
    }

    private static MetricFamily Family(Metric metric)
    {
        string unit = OpenMetricsName.Unit(metric.Unit);
        string type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",
        };
        List<MetricSample> samples = [];
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            KeyValuePair<string, string>[] labels = Labels(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
            {
                AddHistogram(samples, point, labels);
            }
            else
            {
                samples.Add(new MetricSample(type == "counter" ? "_total" : "", labels, Value(metric.MetricType, point)));
            }
        }

        return new MetricFamily(OpenMetricsName.Of(metric.Name, unit), type, unit, metric.Description, samples);
    }

    private static void AddHistogram(List<MetricSample> samples, in MetricPoint point, KeyValuePair<string, string>[] labels)
    {
        // The SDK's buckets are each for itself; here each includes those before it.
        long count = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            samples.Add(new MetricSample("_bucket", [.. labels, KeyValuePair.Create("le", Number(bucket.ExplicitBound))], Number(count)));
        }

        samples.Add(new MetricSample("_sum", labels, Number(point.GetHistogramSum())));
        samples.Add(new MetricSample("_count", labels, Number(count)));
    }

    private static string Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
        MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
        MetricType.DoubleGauge => Number(point.GetGaugeLastValueDouble()),
        _ => throw new NotSupportedException($"There is no metric of type {type}."),
    };

    private static KeyValuePair<string, string>[] Labels(ReadOnlyTagCollection tags)
    {
        if (tags.Count == 0)
        {
            return NoLabels;
        }

        List<KeyValuePair<string, string>> labels = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            labels.Add(Label(tag.Key, tag.Value));
        }

        return [.. labels];
    }

    private static KeyValuePair<string, string> Label(string name, object? value) =>
        KeyValuePair.Create(OpenMetricsName.Of(name), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Always as a real number: a bucket's bound is a label, too, and should be spelt alike everywhere.
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
