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

    // What was told last of each room, in their order.
    private readonly List<long> _told = [];
    private List<RoomActivity> _news = [];
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
    /// pause after it; in the order of their creation. None when the house is closed, and everything was told.
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
        // Not kept: the first telling has all rooms, and the next ones few.
        _news = [];

        // No room ever goes, or changes its place.
        IReadOnlyList<Room> rooms = _rooms.List();
        for (int i = 0; i < rooms.Count; i++)
        {
            bool isNew = i == _told.Count;
            long newest = rooms[i].NewestSequence;
            if (isNew)
            {
                _told.Add(newest);
            }

            if (isNew || newest != _told[i])
            {
                _told[i] = newest;
                _news.Add(new RoomActivity(rooms[i], newest));
            }
        }

        return _news.Count > 0;
    }
}
