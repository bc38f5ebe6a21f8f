using Messenger.Chat;

namespace Messenger.ServerHost.Metrics;

/// <summary>One stream of a room's messages, and how far it is. The one who sends it writes; any thread may look, and holds nobody up.</summary>
internal sealed class OpenStream(RoomReader reader)
{
    private long _delivered;
    private long _last = reader.LastSequence;

    /// <summary>What the stream has come to.</summary>
    public StreamTotals Totals => new()
    {
        Delivered = Volatile.Read(ref _delivered),
        Lapses = reader.Lapses,
        CatchUps = reader.CatchUps,
        Queued = reader.QueuedCount,
        LongestLag = Math.Max(0, reader.NewestSequence - Volatile.Read(ref _last)),
    };

    /// <summary>So many messages, the last that were read, are flushed.</summary>
    public void Deliver(int count)
    {
        Volatile.Write(ref _delivered, _delivered + count);
        Volatile.Write(ref _last, reader.LastSequence);
    }
}
