using System.Diagnostics.Metrics;
using Messenger.ClientHost.Connection;
using Messenger.Hosting.Metrics;

namespace Messenger.ClientHost.Metrics;

/// <summary>All metrics of the client, as <c>docs/operations.md</c> has them. All members may be called from any thread.</summary>
internal sealed class ClientMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Messenger.Client";

    private readonly Meter _meter = new(MeterName);
    private readonly LabelledCounter<SendOutcome> _sends = new("messenger.send.outcome");
    private long _openings;
    private long _gaps;
    private int _eventStreams;

    public ClientMetrics(Mailbox mailbox, Reception reception)
    {
        _meter.CreateObservableUpDownCounter(
            "messenger.client.stream.open", () => reception.IsOpen ? 1 : 0, "{stream}", "Whether the stream from the server is open: 1 or 0.");
        _meter.CreateObservableCounter(
            "messenger.client.stream.reconnects",
            () => Math.Max(0, Interlocked.Read(ref _openings) - 1),
            "{reconnect}",
            "Times that the stream was opened again.");
        _meter.CreateObservableCounter(
            "messenger.client.stream.gaps", () => Interlocked.Read(ref _gaps), "{gap}", "Times that the stream could not go on where it had ended.");
        _meter.CreateObservableUpDownCounter(
            "messenger.client.mailbox.messages", () => mailbox.Usage.Messages, "{message}", "Messages that nobody has flushed yet.");
        _meter.CreateObservableUpDownCounter("messenger.client.mailbox.size", () => mailbox.Usage.Bytes, "By", "Memory of the mailbox's messages.");
        _meter.CreateObservableCounter(
            "messenger.client.mailbox.dropped", () => mailbox.Usage.Dropped, "{message}", "Messages that nobody has flushed before the mailbox was full.");
        _meter.CreateObservableUpDownCounter(
            "messenger.client.event_streams.open", () => Volatile.Read(ref _eventStreams), "{stream}", "Streams of events that are open: pages, as a rule.");
        _meter.CreateObservableCounter("messenger.client.sends", _sends.Observe, "{message}", "Messages that the server was to get.");
    }

    /// <summary>Counts that the stream from the server is open, the first time or again.</summary>
    public void CountOpening() => Interlocked.Increment(ref _openings);

    /// <summary>Counts that messages may have been missed.</summary>
    public void CountGap() => Interlocked.Increment(ref _gaps);

    /// <summary>Counts a message that the server was to get, after all attempts.</summary>
    public void CountSend(SendOutcome outcome) => _sends.Count((int)outcome);

    /// <summary>A stream of events opens, or (-1) ends.</summary>
    public void AddEventStream(int change) => Interlocked.Add(ref _eventStreams, change);

    public void Dispose() => _meter.Dispose();
}
