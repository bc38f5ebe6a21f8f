namespace Messenger.Hosting.Metrics;

/// <summary>One metric with all its samples, as OpenMetrics has it.</summary>
/// <param name="Name">Its name, the unit at its end.</param>
/// <param name="Type">Its type: <c>counter</c>, <c>gauge</c>, <c>histogram</c> or <c>info</c>.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Help">What it is.</param>
/// <param name="Samples">The samples.</param>
internal sealed record MetricFamily(string Name, string Type, string Unit, string Help, IReadOnlyList<MetricSample> Samples);
