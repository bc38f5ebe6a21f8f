using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Events;

/// <summary>
/// How far all rooms are, for any number of readers: each is told the present state, then what has changed since it was last told, however
/// long ago that was. All members may be called from any thread.
/// </summary>
internal sealed class ActivityBoard
{
    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _roomsLock = new();

    // The one that changed last at the end: what a reader has not seen is found from there, without a look at the others.
    private readonly LinkedList<RoomState> _byChange = [];
    private readonly List<LinkedListNode<RoomState>> _inOrder = [];
    private readonly Dictionary<string, LinkedListNode<RoomState>> _byId = [];
    private TaskCompletionSource _changed = NewSource();
    private string? _journal;
    private long _lastChange;

    // How often the rooms have become others; 0 before there were any.
    private int _epoch;

    /// <summary>The server has told of all rooms. Those of another journal take the place of all that were there.</summary>
    public void Begin(string journal, IEnumerable<RoomActivity> rooms)
    {
        lock (_roomsLock)
        {
            if (_journal != journal)
            {
                _journal = journal;
                _epoch++;
                _byChange.Clear();
                _inOrder.Clear();
                _byId.Clear();
            }

            UpdateLocked(rooms);
            TellLocked();
        }
    }

    /// <summary>The server has told of rooms that are new or went on.</summary>
    public void Update(IEnumerable<RoomActivity> rooms)
    {
        lock (_roomsLock)
        {
            UpdateLocked(rooms);
            TellLocked();
        }
    }

    /// <summary>
    /// The frames that a reader has not had, as soon as there are any: at first all rooms in the server's order, after that the rooms that
    /// have changed, as they are now.
    /// </summary>
    /// <param name="place">How far the reader is, which is changed.</param>
    /// <param name="stop">Ends the wait.</param>
    public async ValueTask<byte[][]> ReadAsync(ActivityPlace place, CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_roomsLock)
            {
                byte[][] frames = NewsLocked(place);
                place.Epoch = _epoch;
                place.Change = _lastChange;
                if (frames.Length > 0)
                {
                    return frames;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(stop);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private byte[][] NewsLocked(ActivityPlace place)
    {
        if (place.Epoch != _epoch)
        {
            IEnumerable<byte[]> all = _inOrder.Select(room => room.Value.Frame);
            return place.Epoch == 0 ? [.. all] : [EventFrame.RoomsReset, .. all];
        }

        var news = new Stack<byte[]>();
        for (LinkedListNode<RoomState>? room = _byChange.Last; room?.Value.Change > place.Change; room = room.Previous)
        {
            news.Push(room.Value.Frame);
        }

        return [.. news];
    }

    private void UpdateLocked(IEnumerable<RoomActivity> rooms)
    {
        foreach (RoomActivity activity in rooms)
        {
            ChatRoom room = activity.Room ?? new ChatRoom();
            LinkedListNode<RoomState>? known = _byId.GetValueOrDefault(room.Id);
            if (known is not null && known.Value.NewestSequence == activity.NewestSequence && known.Value.Name == room.Name)
            {
                continue;
            }

            var state = new RoomState(
                room.Name, activity.NewestSequence, ++_lastChange, EventFrame.Activity(room, activity.NewestSequence));
            if (known is null)
            {
                known = new LinkedListNode<RoomState>(state);
                _byId[room.Id] = known;
                _inOrder.Add(known);
            }
            else
            {
                known.Value = state;
                _byChange.Remove(known);
            }

            _byChange.AddLast(known);
        }
    }

    private void TellLocked()
    {
        _changed.SetResult();
        _changed = NewSource();
    }
}
