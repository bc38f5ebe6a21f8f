namespace Messenger.Fixtures.OpenMetrics;

/// <summary>A metric with its samples.</summary>
public sealed record ScrapedMetric(string Name)
{
    public string Type { get; set; } = "unknown";

    public string Unit { get; set; } = "";

    public string? Help { get; set; }

    public List<ScrapedSample> Samples { get; } = [];
}
