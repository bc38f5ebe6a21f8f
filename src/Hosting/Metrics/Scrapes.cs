using OpenTelemetry.Metrics;

namespace Messenger.Hosting.Metrics;

/// <summary>
/// Collects metrics for those who ask: one collection at a time, and who has to wait for it holds no thread. Any thread may ask.
/// </summary>
internal sealed class Scrapes : IDisposable
{
    private readonly OpenMetricsExporter _exporter = new();

    // Held while collecting.
    private readonly SemaphoreSlim _collecting = new(1);

    public Scrapes()
    {
        Reader = new BaseExportingMetricReader(_exporter);
    }

    /// <summary>What a meter provider has to have as a reader.</summary>
    public MetricReader Reader { get; }

    /// <summary>All metrics as they are now.</summary>
    /// <exception cref="InvalidOperationException">The SDK could not collect them.</exception>
    public async Task<IReadOnlyList<MetricFamily>> CollectAsync(CancellationToken cancellationToken)
    {
        await _collecting.WaitAsync(cancellationToken);
        try
        {
            // The exporter's, which the reader has set: its own does nothing for an exporter that is asked.
            return _exporter.Collect!(Timeout.Infinite)
                ? _exporter.Collected
                : throw new InvalidOperationException("The metrics could not be collected.");
        }
        finally
        {
            _collecting.Release();
        }
    }

    public void Dispose() => _collecting.Dispose();
}
