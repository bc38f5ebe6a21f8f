namespace Messenger.Hosting.Metrics;

/// <summary>One number of a metric.</summary>
/// <param name="Suffix">What follows the metric's name: <c>_total</c>, <c>_bucket</c> …; empty for a gauge.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Value">The number, as it is written.</param>
internal sealed record MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, string Value);
