using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Messenger.Hosting.Metrics;

/// <summary>
/// Counts by a label whose values are those of an enumeration, in snake case: all of them are there from the start, as zero, and there can be
/// no others. All members may be called from any thread.
/// </summary>
/// <param name="label">The label's name.</param>
public sealed class LabelledCounter<TLabel>(string label)
    where TLabel : struct, Enum
{
    private static readonly string[] Names =
        [.. Enum.GetNames<TLabel>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly long[] _counts = new long[Names.Length];

    /// <summary>Counts one.</summary>
    /// <param name="value">The label's value, as a number: values are numbered from 0 on.</param>
    public void Count(int value) => Interlocked.Increment(ref _counts[value]);

    /// <summary>All counts.</summary>
    public IEnumerable<Measurement<long>> Observe() =>
        Names.Select((name, value) => new Measurement<long>(Interlocked.Read(ref _counts[value]), KeyValuePair.Create<string, object?>(label, name)));
}
