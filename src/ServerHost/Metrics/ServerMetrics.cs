using System.Diagnostics.Metrics;
using System.Text.Json;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Hosting.Metrics;
using Messenger.Journal;

namespace Messenger.ServerHost.Metrics;

/// <summary>
/// All metrics of the server, as <c>docs/operations.md</c> has them. What happens often is counted where it happens, and asked for when
/// somebody looks; only durations and sizes are recorded one by one. All members may be called from any thread.
/// </summary>
internal sealed class ServerMetrics : IServerCallObserver, IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Messenger.Server";

    private const string Method = "rpc.method";

    // A name that the server does not know is its caller's choice: there would be no end of them.
    private const string UnknownMethod = "_OTHER";

    private static readonly KeyValuePair<string, object?> Grpc = new("rpc.system.name", "grpc");

    // From a lone message in memory to a disk that stands still, and a stream that is open for a day.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries =
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86400],
    };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    private static readonly string[] StatusNames = [.. Enum.GetNames<StatusCode>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName)];

    private readonly Meter _meter = new(MeterName);
    private readonly LabelledCounter<SendOutcome> _sends = new("messenger.send.outcome");
    private readonly LabelledCounter<RefusalReason> _refusals = new("messenger.refusal.reason");
    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _deliveries;
    private readonly Histogram<double> _commits;
    private readonly Histogram<int> _commitSizes;

    public ServerMetrics()
    {
        _calls = _meter.CreateHistogram("rpc.server.call.duration", "s", "How long calls took, streams among them.", advice: Durations);
        _deliveries = _meter.CreateHistogram(
            "messenger.delivery.duration", "s", "From the send time of a batch's oldest message until the batch was flushed: of a live stream's first batch and every eighth.", advice: Durations);
        _commits = _meter.CreateHistogram("messenger.journal.commit.duration", "s", "How long the store took for a commit.", advice: Durations);
        _commitSizes = _meter.CreateHistogram("messenger.journal.commit.size", "{message}", "Messages in a commit.", advice: Sizes);
        _meter.CreateObservableCounter("messenger.sends", _sends.Observe, "{message}", "Messages that were to be said.");
        _meter.CreateObservableCounter("messenger.refusals", _refusals.Observe, "{call}", "Calls that were refused, or ended by the server.");
        ObserveStreams();
    }

    /// <summary>The streams of messages, which count for themselves.</summary>
    public OpenStreams Streams { get; } = new();

    /// <summary>Observes what counts for itself, too.</summary>
    public void Observe(GrpcServer server, RoomDirectory rooms)
    {
        _meter.CreateObservableUpDownCounter(
            "messenger.calls.open",
            () => server.OpenCallCounts().Select(count => new Measurement<int>(count.Value, KeyValuePair.Create<string, object?>(Method, count.Key))),
            "{call}",
            "Calls that are open, streams among them.");
        _meter.CreateObservableUpDownCounter("messenger.connections.open", () => server.OpenConnectionCount, "{connection}", "Connections that are open.");
        _meter.CreateObservableUpDownCounter("messenger.rooms", () => rooms.List().Count, "{room}", "Rooms, the shared chat's among them.");
        _meter.CreateObservableUpDownCounter(
            "messenger.journal.waiting.messages", () => rooms.JournalUsage.WaitingWrites, "{message}", "Messages and rooms that wait for their commit, or are in it.");
        _meter.CreateObservableUpDownCounter(
            "messenger.journal.waiting.size", () => rooms.JournalUsage.WaitingBytes, "By", "Memory of what waits for its commit, or is in it.");
        _meter.CreateObservableUpDownCounter("messenger.journal.size", () => rooms.JournalUsage.StoredBytes, "By", "Size of the journal: of its files, or in memory.");
    }

    /// <inheritdoc/>
    public void OnCallEnded(string? method, Status status, Exception? cause, TimeSpan duration)
    {
        if (Refusal.Of(status, cause) is { } reason)
        {
            _refusals.Count((int)reason);
        }

        _calls.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>(Method, method ?? UnknownMethod),
            new KeyValuePair<string, object?>("rpc.response.status_code", NameOf(status.StatusCode)),
            Grpc);
    }

    /// <summary>Counts a message that was to be said.</summary>
    public void CountSend(SendOutcome outcome) => _sends.Count((int)outcome);

    /// <summary>Counts a commit of the journal.</summary>
    public void CountCommit(JournalCommit commit)
    {
        _commits.Record(commit.Duration.TotalSeconds);
        _commitSizes.Record(commit.Entries);
    }

    /// <summary>A stream has flushed a batch that it got live, and that is to be timed.</summary>
    /// <param name="oldest">The send time of the batch's oldest message, in nanoseconds since 1970-01-01T00:00Z.</param>
    public void CountDelivery(long oldest)
    {
        // Telling the time is most of what it costs.
        if (_deliveries.Enabled)
        {
            long now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

            // The clock may have been put back, and send times may be a little ahead of it.
            _deliveries.Record(Math.Max(0, now - oldest) / 1e9);
        }
    }

    public void Dispose() => _meter.Dispose();

    // A code that gRPC does not have goes out as UNKNOWN.
    private static string NameOf(StatusCode code) => StatusNames[(uint)code < (uint)StatusNames.Length ? (int)code : (int)StatusCode.Unknown];

    private void ObserveStreams()
    {
        _meter.CreateObservableCounter(
            "messenger.deliveries", () => Streams.Totals.Delivered, "{message}", "Messages that were flushed, each once for each stream.");
        _meter.CreateObservableUpDownCounter(
            "messenger.readers.queued", () => Streams.Totals.Queued, "{message}", "Messages that wait in the queues of streams.");
        _meter.CreateObservableGauge(
            "messenger.readers.lag", () => Streams.Totals.LongestLag, "{message}", "Messages that the slowest stream has still to flush.");
        _meter.CreateObservableCounter(
            "messenger.readers.lapses", () => Streams.Totals.Lapses, "{lapse}", "Times that a stream went on from the journal because its queue had been full.");
        _meter.CreateObservableCounter(
            "messenger.readers.catch_ups", () => Streams.Totals.CatchUps, "{catch_up}", "Times that a stream that had read from the journal went live.");
    }
}
