namespace Messenger.Fixtures.OpenMetrics;

/// <summary>A line with a number.</summary>
/// <param name="Name">The name, its suffix included.</param>
/// <param name="Labels">The labels, in their order.</param>
/// <param name="Value">The number.</param>
public sealed record ScrapedSample(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    /// <summary>The value of a label; null if there is none.</summary>
    public string? Label(string name) => Labels.FirstOrDefault(label => label.Key == name).Value;
}
