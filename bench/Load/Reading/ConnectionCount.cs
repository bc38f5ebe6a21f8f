using System.Diagnostics.Metrics;

namespace Messenger.Load.Reading;

/// <summary>
/// Counts the connections that <c>HttpClient</c> has open to a port, by its own metric. Where a server lets fewer streams on one connection than
/// are wanted, it opens more of them by itself; what is measured then is not what was asked for.
/// </summary>
internal sealed class ConnectionCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly int _port;
    private long _open;

    public ConnectionCount(int port)
    {
        _port = port;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.open_connections" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public long Open => Interlocked.Read(ref _open);

    public void Dispose() => _listener.Dispose();

    // A connection that goes from idle to active is one less and one more.
    private void Count(Instrument instrument, long change, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach ((string name, object? value) in tags)
        {
            if (name == "server.port" && value is int port && port == _port)
            {
                Interlocked.Add(ref _open, change);
            }
        }
    }
}
