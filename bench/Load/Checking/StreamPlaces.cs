namespace Messenger.Load.Checking;

/// <summary>How one stream goes along the common order. For the stream's reader; others ask for <see cref="Passed"/> only.</summary>
internal sealed class StreamPlaces(int stream, CommonOrder order)
{
    private readonly SkippedPositions _skipped = new();
    private readonly HashSet<int> _between = [];
    private Place _lastBetween = Place.Start;
    private int _next;
    private int _passed;

    /// <summary>Before what the stream must carry everything of; null while it is not known.</summary>
    public Place? Start { get; set; }

    /// <summary>The position that comes next, where nothing is wrong.</summary>
    public int Next => _next;

    /// <summary>Nothing is to be expected any more of the positions below. From any thread.</summary>
    public int Passed => Volatile.Read(ref _passed);

    /// <summary>The positions that it has passed over.</summary>
    public IEnumerable<int> Skipped => _skipped.All;

    /// <summary>How a message stands to those that the stream has carried already.</summary>
    public Arrival Receive(int number, ref Sent sent, long sendTime)
    {
        if (Start is not null && _next < order.Count && order[_next] == number)
        {
            Advance(_next + 1);
            return Arrival.InOrder;
        }

        Place place = order.Locate(number, ref sent, sendTime, stream, Start is null ? null : _next);
        if (Start is null)
        {
            // All that stands directly before it was before the opening, or is found missing by its times.
            Start = place.IsBetween ? place with { Turn = place.Turn - 1 } : new Place(place.Position, long.MaxValue - 1);
            _next = place.Position;
        }

        return place.IsBetween ? ReceiveBetween(number, place) : ReceiveAt(place.Position);
    }

    /// <summary>Whether the stream has carried a message that stands between positions.</summary>
    public bool Has(int number) => _between.Contains(number);

    /// <summary>Whether it has carried what stands behind a place.</summary>
    public bool IsBeyond(Place place) => Last.IsAfter(place);

    private Place Last => _lastBetween.IsAfter(Place.At(_next - 1)) ? _lastBetween : Place.At(_next - 1);

    private Arrival ReceiveAt(int position)
    {
        if (position >= _next)
        {
            Skip(position);
            Advance(position + 1);
            return Arrival.InOrder;
        }

        bool wasSkipped = _skipped.Remove(position);
        Advance(_next);
        return wasSkipped || !Place.At(position).IsAfter(Start!.Value) ? Arrival.Late : Arrival.Again;
    }

    private Arrival ReceiveBetween(int number, Place place)
    {
        if (!_between.Add(number))
        {
            return Arrival.Again;
        }

        if (!place.IsAfter(Last))
        {
            return Arrival.Late;
        }

        Skip(place.Position);
        _lastBetween = place;
        Advance(place.Position);
        return Arrival.InOrder;
    }

    private void Skip(int position)
    {
        if (position > _next)
        {
            _skipped.Add(_next, position - 1);
        }
    }

    private void Advance(int next)
    {
        _next = next;
        Volatile.Write(ref _passed, _skipped.IsEmpty ? next : _skipped.First);
    }
}
