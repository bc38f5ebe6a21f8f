using Messenger.Chat;

namespace Messenger.ServerHost.Metrics;

/// <summary>What streams of messages have come to, one or all of them.</summary>
internal readonly record struct StreamTotals
{
    /// <summary>How many messages were flushed, since the start.</summary>
    public long Delivered { get; init; }

    /// <summary>How often one went on from the journal because its queue had been full, since the start.</summary>
    public long Lapses { get; init; }

    /// <summary>How often one that had read from the journal went live, since the start.</summary>
    public long CatchUps { get; init; }

    /// <summary>How many messages wait in queues, now.</summary>
    public long Queued { get; init; }

    /// <summary>How many messages the slowest has still to flush, now.</summary>
    public long LongestLag { get; init; }

    /// <summary>What stays when the streams are over.</summary>
    public StreamTotals Ended => this with { Queued = 0, LongestLag = 0 };

    /// <summary>What a stream has come to.</summary>
    public static StreamTotals Of(RoomReader reader) => new()
    {
        Delivered = reader.DoneCount,
        Lapses = reader.Lapses,
        CatchUps = reader.CatchUps,
        Queued = reader.QueuedCount,
        LongestLag = Math.Max(0, reader.NewestSequence - reader.DoneSequence),
    };

    public static StreamTotals operator +(StreamTotals one, StreamTotals other) => new()
    {
        Delivered = one.Delivered + other.Delivered,
        Lapses = one.Lapses + other.Lapses,
        CatchUps = one.CatchUps + other.CatchUps,
        Queued = one.Queued + other.Queued,
        LongestLag = Math.Max(one.LongestLag, other.LongestLag),
    };
}
