using Messenger.Load.Checking;
using Messenger.Load.Reading;
using Messenger.Load.Sending;

namespace Messenger.Load.Reporting;

/// <summary>What was measured, after warming up.</summary>
internal sealed record Figures
{
    /// <summary>Sends that began, in the whole run.</summary>
    public required int Sent { get; init; }

    public required int Acknowledged { get; init; }

    public required int Failed { get; init; }

    /// <summary>How the first failed send failed.</summary>
    public required string? FirstFailure { get; init; }

    /// <summary>Deliveries in the whole run, those of other people's messages not counted.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Other people's messages that came along.</summary>
    public required long ForeignDeliveries { get; init; }

    public required double DeliveriesPerSecond { get; init; }

    public required double SendsPerSecond { get; init; }

    /// <summary>From the moment a message was due until a stream had it.</summary>
    public required Latency Delivery { get; init; }

    /// <summary>From the moment a message was due until its send was answered.</summary>
    public required Latency Answer { get; init; }

    /// <summary>How late the generator itself sent.</summary>
    public required Latency Lateness { get; init; }

    /// <summary>Null where the server's process cannot be seen.</summary>
    public required Usage? Server { get; init; }

    public required Usage Generator { get; init; }

    /// <summary>The figures of a run that is over.</summary>
    public static Figures Of(
        Ledger ledger,
        StreamSet streams,
        LatencyHistogram latencies,
        IReadOnlyCollection<MessageSender> senders,
        Sampler sampler,
        TimeSpan duration)
    {
        var answers = new LatencyHistogram();
        var lateness = new LatencyHistogram();
        foreach (MessageSender sender in senders)
        {
            answers.Add(sender.Answers);
            lateness.Add(sender.Lateness);
        }

        long deliveries = streams.All.Sum(stream => stream.DeliveredInTime);
        return new Figures
        {
            Sent = ledger.Count,
            Acknowledged = ledger.Acknowledged,
            Failed = ledger.Failed,
            FirstFailure = senders.Select(sender => sender.FirstFailure).FirstOrDefault(failure => failure is not null)?.ToString(),
            Deliveries = streams.Delivered,
            ForeignDeliveries = streams.Foreign,
            DeliveriesPerSecond = deliveries / duration.TotalSeconds,
            SendsPerSecond = sampler.SendsPerSecond,
            Delivery = Latency.Of(latencies),
            Answer = Latency.Of(answers),
            Lateness = Latency.Of(lateness),
            Server = sampler.ServerUsage(deliveries),
            Generator = sampler.GeneratorUsage(deliveries),
        };
    }
}
