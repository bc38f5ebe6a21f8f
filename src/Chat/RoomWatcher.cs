namespace Messenger.Chat;

/// <summary>
/// One watcher of the house: it tells how far all rooms are, then which of them are new or went on, until the house is closed. However much
/// is said, and however slowly it is read, it holds one number a room: what happened since the last time is told as the state it led to.
/// </summary>
/// <remarks>For one reader, one call at a time.</remarks>
public sealed class RoomWatcher
{
    private readonly RoomDirectory _rooms;
    private readonly ActivitySignal _signal;
    private readonly TimeSpan _pause;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stop;

    // All rooms in their order, each with what was told last.
    private readonly List<RoomActivity> _told = [];
    private readonly List<RoomActivity> _news = [];
    private long _toldAt;

    internal RoomWatcher(RoomDirectory rooms, ActivitySignal signal, TimeSpan pause, TimeProvider clock, CancellationToken stop)
    {
        _rooms = rooms;
        _signal = signal;
        _pause = pause;
        _clock = clock;
        _stop = stop;
    }

    /// <summary>
    /// At first all rooms, then those that are new or went on since the last call, as soon as there are any, but not sooner than the house's
    /// pause after it; in the order of their creation. None when the house is closed, and everything was told. The list is lent: it is
    /// valid until the next call.
    /// </summary>
    /// <exception cref="OperationCanceledException">The watcher was cancelled.</exception>
    public async ValueTask<IReadOnlyList<RoomActivity>> ReadAsync()
    {
        await PauseAsync();
        Task? raised = null;
        while (true)
        {
            _stop.ThrowIfCancellationRequested();

            // Before the look: what happened before the end is told.
            bool isLast = _signal.IsCompleted;
            if (Look() || isLast)
            {
                _toldAt = _clock.GetTimestamp();
                return _news;
            }

            if (raised is null)
            {
                // What was published since the look woke nobody. What is published from here on does.
                raised = _signal.WhenRaised();
            }
            else
            {
                await raised.WaitAsync(_stop);
                raised = null;
            }
        }
    }

    // One look at all rooms costs more than one message. So it is the clock that says how often it is done, not those who talk.
    private async ValueTask PauseAsync()
    {
        if (_told.Count > 0 && _pause - _clock.GetElapsedTime(_toldAt) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _clock, _stop);
        }
    }

    // Whether there is something to tell.
    private bool Look()
    {
        _news.Clear();
        for (int i = 0; i < _told.Count; i++)
        {
            RoomActivity told = _told[i];
            if (told.Room.NewestSequence is var newest && newest != told.NewestSequence)
            {
                _told[i] = told with { NewestSequence = newest };
                _news.Add(_told[i]);
            }
        }

        // No room ever goes, or changes its place.
        IReadOnlyList<Room> rooms = _rooms.List();
        while (_told.Count < rooms.Count)
        {
            Room room = rooms[_told.Count];
            var activity = new RoomActivity(room, room.NewestSequence);
            _told.Add(activity);
            _news.Add(activity);
        }

        return _news.Count > 0;
    }
}
