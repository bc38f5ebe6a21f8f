using System.Text;

namespace Messenger.Hosting.Metrics;

/// <summary>Writes metrics as text, in either format. They differ in what a metric says of itself, and in the end.</summary>
internal static class OpenMetricsText
{
    /// <summary>The text of all metrics.</summary>
    public static string Write(IEnumerable<MetricFamily> families, MetricsFormat format)
    {
        var text = new StringBuilder();
        bool isOpenMetrics = format == MetricsFormat.OpenMetrics;
        foreach (MetricFamily family in families)
        {
            if (isOpenMetrics)
            {
                WriteHead(text, family);
            }
            else
            {
                WriteOlderHead(text, family);
            }

            foreach (MetricSample sample in family.Samples)
            {
                Write(text, family, sample);
            }
        }

        return (isOpenMetrics ? text.Append("# EOF\n") : text).ToString();
    }

    private static void WriteHead(StringBuilder text, MetricFamily family)
    {
        text.Append($"# TYPE {family.Name} {family.Type}\n");
        if (family.Unit.Length > 0)
        {
            text.Append($"# UNIT {family.Name} {family.Unit}\n");
        }

        text.Append($"# HELP {family.Name} {Escape(family.Help, quotes: true)}\n");
    }

    // There a counter is called what its samples are called, and an info is a gauge.
    private static void WriteOlderHead(StringBuilder text, MetricFamily family)
    {
        (string suffix, string type) = family.Type switch
        {
            "counter" => ("_total", "counter"),
            "info" => ("_info", "gauge"),
            _ => ("", family.Type),
        };
        text.Append($"# HELP {family.Name}{suffix} {Escape(family.Help, quotes: false)}\n# TYPE {family.Name}{suffix} {type}\n");
    }

    private static void Write(StringBuilder text, MetricFamily family, MetricSample sample)
    {
        text.Append(family.Name).Append(sample.Suffix);
        if (sample.Labels.Count > 0)
        {
            text.Append('{').AppendJoin(',', sample.Labels.Select(label => $"{label.Key}=\"{Escape(label.Value, quotes: true)}\"")).Append('}');
        }

        text.Append(' ').Append(sample.Value).Append('\n');
    }

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
