namespace Messenger.Load.Checking;

/// <summary>
/// The one order that all streams are held against: the stream that is ahead writes it, the others compare. So it costs four bytes for a
/// message, and not for a delivery. What the one ahead does not carry and another one does stands between two positions: it was lost by the one
/// ahead, or the one ahead was opened after it. Whether a message that nobody else has had yet stands there, or at the end because the stream
/// lacks what is before the end, only its sendTime can tell.
/// </summary>
internal sealed class CommonOrder
{
    private readonly ChunkedArray<int> _numbers = new();

    // Guards writing: _numbers' end, _count, _between, _lastSendTime. Nothing else is taken under it.
    private readonly Lock _writing = new();
    private readonly Dictionary<int, Place> _between = [];
    private long _lastSendTime = SendTimes.None;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The positions below were given back.</summary>
    public int First => _numbers.DroppedLength;

    /// <summary>The number of the message at a position that was not given back.</summary>
    public int this[int position] => _numbers[position];

    /// <summary>Where a message stands; one that has no place gets the one where a stream has it.</summary>
    /// <param name="number">The message's number.</param>
    /// <param name="sent">The message.</param>
    /// <param name="sendTime">Its sendTime on the stream.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="next">The position that the stream expects; null if it has had nothing yet.</param>
    public Place Locate(int number, ref Sent sent, long sendTime, int stream, int? next)
    {
        lock (_writing)
        {
            if (sent.Place > 0)
            {
                return Place.At(sent.Place - 1);
            }

            if (_between.TryGetValue(number, out Place place))
            {
                return place;
            }

            sent.FirstStream = stream;
            if (next is { } position && position < _count && sendTime <= _lastSendTime)
            {
                return _between[number] = new Place(position, sendTime);
            }

            _numbers.Create(_count) = number;
            sent.Place = _count + 1;
            _lastSendTime = sendTime;
            Volatile.Write(ref _count, _count + 1);
            return Place.At(_count - 1);
        }
    }

    /// <summary>Whether a message has a place.</summary>
    public bool Has(int number, ref Sent sent)
    {
        lock (_writing)
        {
            return sent.Place > 0 || _between.ContainsKey(number);
        }
    }

    /// <summary>The messages between positions.</summary>
    public KeyValuePair<int, Place>[] Between()
    {
        lock (_writing)
        {
            return [.. _between];
        }
    }

    /// <summary>Gives back what lies before a position that all streams are beyond.</summary>
    public void Retire(int position)
    {
        while (First + ChunkedArray<int>.ChunkLength <= position)
        {
            _numbers.DropFirst();
        }
    }
}
