using Messenger.Chat;

namespace Messenger.ServerHost.Metrics;

/// <summary>
/// The streams of messages that are open, by their readers. Each counts for itself, and is asked when somebody wants to know: so a delivery costs nothing here,
/// and no two streams ever write to one place. All members may be called from any thread.
/// </summary>
internal sealed class OpenStreams
{
    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _streamsLock = new();
    private readonly HashSet<RoomReader> _streams = [];
    private StreamTotals _ended;

    /// <summary>What all streams have come to, those that are over, too.</summary>
    public StreamTotals Totals
    {
        get
        {
            RoomReader[] streams;
            StreamTotals totals;
            lock (_streamsLock)
            {
                streams = [.. _streams];
                totals = _ended;
            }

            // Outside of the lock. One that ends meanwhile is counted as it is, once.
            foreach (RoomReader stream in streams)
            {
                totals += StreamTotals.Of(stream);
            }

            return totals;
        }
    }

    /// <summary>A stream opens.</summary>
    public void Add(RoomReader stream)
    {
        lock (_streamsLock)
        {
            _streams.Add(stream);
        }
    }

    /// <summary>It has ended: nothing is delivered on it any more.</summary>
    public void Remove(RoomReader stream)
    {
        lock (_streamsLock)
        {
            if (_streams.Remove(stream))
            {
                _ended += StreamTotals.Of(stream).Ended;
            }
        }
    }
}
