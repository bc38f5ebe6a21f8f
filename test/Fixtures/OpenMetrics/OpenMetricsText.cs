using System.Globalization;
using System.Text.RegularExpressions;

namespace Messenger.Fixtures.OpenMetrics;

/// <summary>
/// Reads what a scrape brings by the letter of OpenMetrics 1.0, and takes nothing else: whatever is wrong is a <see cref="FormatException"/>.
/// What these programs do not write (timestamps, exemplars, summaries) counts as wrong, too.
/// </summary>
public static partial class OpenMetricsText
{
    private const string End = "# EOF";

    private static readonly Dictionary<string, string[]> Suffixes = new()
    {
        ["counter"] = ["_total"],
        ["gauge"] = [""],
        ["histogram"] = ["_bucket", "_sum", "_count"],
        ["info"] = ["_info"],
    };

    private static readonly IComparer<KeyValuePair<string, string>> ByName =
        Comparer<KeyValuePair<string, string>>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));

    /// <summary>All metrics, by their names.</summary>
    public static IReadOnlyDictionary<string, ScrapedMetric> Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines is not [.., End, ""])
        {
            throw new FormatException("It does not end with # EOF and a line feed.");
        }

        Dictionary<string, ScrapedMetric> metrics = [];
        ScrapedMetric? current = null;
        foreach (string line in lines[..^2])
        {
            current = line.StartsWith('#') ? ReadMetadata(line, current, metrics) : ReadSample(line, current);
        }

        foreach (ScrapedMetric metric in metrics.Values)
        {
            Check(metric, metrics);
        }

        return metrics;
    }

    private static ScrapedMetric ReadMetadata(string line, ScrapedMetric? current, Dictionary<string, ScrapedMetric> metrics)
    {
        Match match = MetadataLine().Match(line);
        Require(match.Success, $"No metadata: {line}");
        string name = match.Groups["name"].Value;
        if (current?.Name != name)
        {
            current = new ScrapedMetric(name);
            Require(metrics.TryAdd(name, current), $"{name} is there twice, or is cut apart.");
        }

        Require(current.Samples.Count == 0, $"After samples: {line}");
        string said = match.Groups["said"].Value;
        switch (match.Groups["kind"].Value)
        {
            case "TYPE":
                Require(current.Type == "unknown" && Suffixes.ContainsKey(said), $"A second or no type: {line}");
                current.Type = said;
                break;
            case "UNIT":
                Require(current.Unit.Length == 0 && name.EndsWith('_' + said, StringComparison.Ordinal), $"A second unit, or not the name's: {line}");
                current.Unit = said;
                break;
            default:
                Require(current.Help is null, $"A second help: {line}");
                current.Help = Unescape(said);
                break;
        }

        return current;
    }

    private static ScrapedMetric ReadSample(string line, ScrapedMetric? current)
    {
        Match match = SampleLine().Match(line);
        Require(match.Success, $"No sample: '{line}'");
        string name = match.Groups["name"].Value;
        Require(
            current is not null && Suffixes.GetValueOrDefault(current.Type, []).Contains(name[Math.Min(name.Length, current.Name.Length)..])
                && name.StartsWith(current.Name, StringComparison.Ordinal),
            $"Not of the metric before it: {line}");
        List<KeyValuePair<string, string>> labels = [];
        for (int i = 0; i < match.Groups["label"].Captures.Count; i++)
        {
            labels.Add(KeyValuePair.Create(match.Groups["label"].Captures[i].Value, Unescape(match.Groups["text"].Captures[i].Value)));
        }

        Require(labels.DistinctBy(label => label.Key).Count() == labels.Count, $"A label is there twice: {line}");
        Require(
            !current.Samples.Exists(other => other.Name == name && other.Labels.Order(ByName).SequenceEqual(labels.Order(ByName))),
            $"Said twice: {line}");
        current.Samples.Add(new ScrapedSample(name, labels, Number(match.Groups["value"].Value)));
        return current;
    }

    private static void Check(ScrapedMetric metric, Dictionary<string, ScrapedMetric> metrics)
    {
        foreach (string suffix in Suffixes.Values.SelectMany(suffixes => suffixes).Where(suffix => suffix.Length > 0))
        {
            Require(!metrics.ContainsKey(metric.Name + suffix), $"{metric.Name + suffix} is a metric, too.");
        }

        switch (metric.Type)
        {
            case "counter":
                Require(metric.Samples.TrueForAll(sample => sample.Value >= 0 && double.IsFinite(sample.Value)), $"{metric.Name} is less than nothing.");
                break;
            case "info":
                Require(metric.Samples.TrueForAll(sample => sample.Value == 1), $"{metric.Name} is not 1.");
                break;
            case "histogram":
                foreach (IGrouping<string, ScrapedSample> series in metric.Samples.GroupBy(
                    sample => string.Join(',', sample.Labels.Where(label => label.Key != "le").Order(ByName))))
                {
                    CheckHistogram(metric.Name, [.. series]);
                }

                break;
        }
    }

    private static void CheckHistogram(string name, ScrapedSample[] series)
    {
        ScrapedSample[] buckets = [.. series.TakeWhile(sample => sample.Name == name + "_bucket")];
        double[] bounds = [.. buckets.Select(bucket => Bound(bucket))];
        Require(bounds.SequenceEqual(bounds.Distinct().Order()), $"The bounds of {name} do not ascend.");
        Require(bounds.Length > 0 && double.IsPositiveInfinity(bounds[^1]), $"{name} has no bucket of all.");
        Require(buckets.Zip(buckets.Skip(1)).All(pair => pair.First.Value <= pair.Second.Value), $"The buckets of {name} shrink.");
        ScrapedSample[] rest = series[buckets.Length..];
        Require(
            rest.Select(sample => sample.Name).Order(StringComparer.Ordinal).SequenceEqual([name + "_count", name + "_sum"]),
            $"{name} lacks its count or its sum, or its buckets are cut apart.");
        Require(rest.Single(sample => sample.Name == name + "_count").Value == buckets[^1].Value, $"{name} counts otherwise than its buckets.");
        Require(rest.All(sample => sample.Value >= 0 && double.IsFinite(sample.Value)), $"{name} is less than nothing.");
    }

    private static double Bound(ScrapedSample bucket)
    {
        string text = bucket.Label("le") ?? throw new FormatException($"A bucket of {bucket.Name} has no bound.");
        Require(text == "+Inf" || RealBound().IsMatch(text), $"The bound '{text}' is not spelt as bounds are.");
        return Number(text);
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text) =>
        Escape().Replace(text, match => match.Value switch
        {
            "\\n" => "\n",
            "\\\"" => "\"",
            "\\\\" => "\\",
            _ => throw new FormatException($"'{match.Value}' is no escape."),
        });

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
        {
            throw new FormatException(what);
        }
    }

    [GeneratedRegex("^# (?<kind>TYPE|UNIT|HELP) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<said>(?:[^\\\\\r\"]|\\\\.)*)$")]
    private static partial Regex MetadataLine();

    [GeneratedRegex(
        "^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
        + "(?:\\{(?:(?<label>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<text>(?:[^\\\\\"\r]|\\\\.)*)\"(?:,(?=[a-zA-Z_])|(?=\\})))*\\})?"
        + " (?<value>[+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|[+-]Inf|NaN)$")]
    private static partial Regex SampleLine();

    [GeneratedRegex("^[0-9]+\\.[0-9]+(?:[eE][+-]?[0-9]+)?$|^[0-9](?:\\.[0-9]+)?[eE][+-]?[0-9]+$")]
    private static partial Regex RealBound();

    [GeneratedRegex("\\\\.")]
    private static partial Regex Escape();
}
