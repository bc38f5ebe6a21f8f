using System.Collections.Concurrent;
using System.Collections.Immutable;
using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>The house: its rooms, on one journal, which it owns. All members may be called from any thread, after <see cref="OpenAsync"/>.</summary>
public sealed class RoomDirectory(IJournal journal, ChatOptions options) : IAsyncDisposable
{
    /// <summary>The id of the shared chat's room, which is always there.</summary>
    public const string SharedRoomId = "shared";

    private static readonly JournalRoom SharedRoom = new(SharedRoomId, "Shared chat");

    private readonly ConcurrentDictionary<string, Room> _rooms = new();
    private readonly HouseRules _rules = new(options);

    // Held over a creation, so that the order of the list is the journal's, and the count is never exceeded. Not disposed of: a creation
    // releases it when the journal has answered, however late, and it has no handle.
    private readonly SemaphoreSlim _creation = new(1);

    // Not disposed of: calls may look at its token for longer than the house stands, and it has no timer.
    private readonly CancellationTokenSource _closing = new();

    // Raised when a room is made, and when something was said.
    private readonly ActivitySignal _activity = new();

    // The publisher's own: the rooms of the group that it publishes.
    private readonly List<Room> _published = [];

    // Replaced under _creation, never changed.
    private volatile ImmutableList<Room> _inOrder = [];

    /// <summary>Opens the journal and its rooms. Called once, before anything else.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await journal.OpenAsync(Publish, cancellationToken);
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync(cancellationToken);
        if (!rooms.Any(room => room.Id == SharedRoomId))
        {
            await journal.CreateRoomAsync(SharedRoom);
            rooms = [SharedRoom, .. rooms];
        }

        foreach (JournalRoom room in rooms)
        {
            Add(await Room.OpenAsync(room, journal, options, cancellationToken));
        }
    }

    /// <summary>The id of the journal that the rooms are kept in; see <see cref="IJournal.Id"/>.</summary>
    public string JournalId => journal.Id;

    /// <summary>What the journal holds at present; see <see cref="IJournal.Usage"/>.</summary>
    public JournalUsage JournalUsage => journal.Usage;

    /// <summary>Cancelled when the house begins to close: who waits for more to post should not.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Holds a cursor against the journal that it was given out for.</summary>
    /// <param name="journalId">That journal's id; null or empty if it is not known.</param>
    /// <exception cref="CursorOutOfRangeException">It is another journal.</exception>
    public void CheckJournal(string? journalId)
    {
        if (!string.IsNullOrEmpty(journalId) && journalId != JournalId)
        {
            throw new CursorOutOfRangeException($"The cursor is of journal '{journalId}'; this is '{JournalId}'.");
        }
    }

    /// <summary>The shared chat's room.</summary>
    public Room Shared => _rooms[SharedRoomId];

    /// <summary>All rooms, in the order of their creation; the shared chat's comes first.</summary>
    public IReadOnlyList<Room> List() => _inOrder;

    /// <summary>The room with an id.</summary>
    /// <exception cref="RoomNotFoundException">There is none.</exception>
    public Room Find(string id) => _rooms.TryGetValue(id, out Room? room) ? room : throw new RoomNotFoundException(id);

    /// <summary>A watcher of all rooms, those to come among them.</summary>
    /// <param name="clock">Measures the pauses of <see cref="ChatOptions.WatchPause"/>.</param>
    /// <param name="cancellationToken">Ends the watcher.</param>
    public RoomWatcher Watch(TimeProvider clock, CancellationToken cancellationToken = default) =>
        new(this, _activity, options.WatchPause, clock, cancellationToken);

    /// <summary>Creates a room under a new id. When the task completes, it is kept.</summary>
    /// <param name="name">What people call it, which need not be unique; white space around it is dropped.</param>
    /// <exception cref="InvalidFieldException">The name is blank or too long.</exception>
    /// <exception cref="TooManyRoomsException">There are as many rooms as are allowed.</exception>
    /// <exception cref="JournalBusyException">Too much waits already; the room is not created.</exception>
    /// <exception cref="JournalClosedException">The house is closed; the room is not created.</exception>
    /// <exception cref="JournalUnavailableException">The journal fails; nobody knows whether the room is created.</exception>
    public async Task<Room> CreateAsync(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string trimmed = name.Trim();
        _rules.CheckName(trimmed);
        await _creation.WaitAsync();
        try
        {
            if (_inOrder.Count > options.Rooms)
            {
                throw new TooManyRoomsException(options.Rooms);
            }

            var kept = new JournalRoom(Guid.NewGuid().ToString(), trimmed);
            await journal.CreateRoomAsync(kept);
            var room = Room.New(kept, journal, options);
            Add(room);
            return room;
        }
        finally
        {
            _creation.Release();
        }
    }

    /// <summary>
    /// Takes no more posts, waits until those that were accepted are kept and published, then lets the readers end after what they have
    /// still to read. The journal stays readable until <see cref="DisposeAsync"/>.
    /// </summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await journal.StopAppendsAsync();

        // A room that was still being created is there when its creation is over; nobody can post to it any more.
        await _creation.WaitAsync();
        try
        {
            _inOrder.ForEach(room => room.Complete());
            _activity.Complete();
        }
        finally
        {
            _creation.Release();
        }
    }

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private void Add(Room room)
    {
        _rooms[room.Id] = room;
        _inOrder = _inOrder.Add(room);
        _activity.Raise();
    }

    // Called by the journal, one group at a time. Each room's part of it goes to its hub in one step, however the rooms alternate.
    private void Publish(IReadOnlyList<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            Room room = _rooms[entry.RoomId];
            if (room.Collect(new Message(entry)))
            {
                _published.Add(room);
            }
        }

        _published.ForEach(room => room.PublishCollected());
        _published.Clear();
        _activity.Raise();
    }
}
