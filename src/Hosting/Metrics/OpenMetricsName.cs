namespace Messenger.Hosting.Metrics;

/// <summary>Names and units of OpenTelemetry, as Prometheus and OpenMetrics have them.</summary>
internal static class OpenMetricsName
{
    /// <summary>The name of a metric: with underscores, and with its unit at the end.</summary>
    public static string Of(string name, string unit)
    {
        string plain = Of(name);
        return unit.Length == 0 || plain.EndsWith('_' + unit, StringComparison.Ordinal) ? plain : $"{plain}_{unit}";
    }

    /// <summary>The name of a label: what may not be in it becomes an underscore.</summary>
    public static string Of(string name)
    {
        string plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? '_' + plain : plain;
    }

    /// <summary>A unit, spelt out; empty for one that only says what is counted (<c>{message}</c>).</summary>
    public static string Unit(string? unit) => unit switch
    {
        null or "" or ['{', ..] => "",
        "s" => "seconds",
        "By" => "bytes",
        _ => Of(unit),
    };
}
