using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Messenger.Journal.Sqlite;

/// <summary>
/// The one that writes, on a thread of its own: takes what waits, stamps it, commits it as one transaction, publishes it, then completes its
/// senders. While SQLite fails, it refuses what comes, and tries from time to time to go on from what the file has.
/// </summary>
internal sealed partial class SqliteWriter(
    DatabaseFile file,
    ReaderPool readers,
    ConcurrentDictionary<string, SqliteRoom> rooms,
    WriteQueue queue,
    JournalOptions options,
    TimeProvider clock,
    ILogger logger) : IAsyncDisposable, IThreadPoolWorkItem
{
    // So much is worth the two fsyncs of a checkpoint, and is soon read back after a crash.
    private const long CheckpointBytes = 4 << 20;

    // Readers that are always at work keep the log from beginning anew. From 64 MiB on, the writer waits for them.
    private const long LongLogPages = (64 << 20) / 4096;

    private static readonly TimeSpan BetweenRecoveries = TimeSpan.FromSeconds(0.5);

    private readonly ILogger _logger = logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    // Everything below is the thread's own.
    private readonly List<IPendingWrite> _group = [];
    private readonly List<SqliteRoom> _newRooms = [];
    private Action<IReadOnlyList<JournalEntry>> _onCommitted = _ => { };
    private WriterConnection? _connection;
    private long _bytesSinceCheckpoint;

    // Why SQLite fails; null if it does not.
    private string? _trouble;
    private long _lastRecovery;

    // Its callback failed: what is stored was not published, and more would leave a gap in every live stream.
    private bool _isBroken;

    /// <summary>Reads the rooms and starts the thread.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public void Start(Action<IReadOnlyList<JournalEntry>> onCommitted)
    {
        _onCommitted = onCommitted;
        var connection = new WriterConnection(file.OpenForWriting());
        try
        {
            foreach (SqliteRoom room in connection.ReadRooms())
            {
                rooms[room.Room.Id] = room;
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _connection = connection;
        new Thread(Run) { IsBackground = true, Name = "Journal writer" }.Start();
    }

    /// <summary>
    /// Something waits, and nobody writes. The writer is woken from the pool's global queue, behind the sends that wait there already, so
    /// that its next commit has them all.
    /// </summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _wake.Set();

    /// <summary>For a queue that is closed and drained: ends the thread, and completes when all connections are closed.</summary>
    public ValueTask DisposeAsync()
    {
        _isStopping = true;
        _wake.Set();
        return new ValueTask(_ended.Task);
    }

    private void Run()
    {
        while (!_isStopping)
        {
            bool isCalled = _wake.WaitOne(_trouble is null ? Timeout.InfiniteTimeSpan : BetweenRecoveries);
            if (_trouble is not null && Stopwatch.GetElapsedTime(_lastRecovery) >= BetweenRecoveries)
            {
                TryRecover();
            }

            if (isCalled)
            {
                do
                {
                    WriteGroup();
                }
                while (!queue.TryRetire());
            }
        }

        readers.Close();
        _connection?.Dispose();
        _wake.Dispose();
        _ended.SetResult();
    }

    private void WriteGroup()
    {
        queue.TakeGroup(_group);
        try
        {
            Publish(Commit());
            _group.ForEach(write => write.Complete());
            CheckpointIfDue();
        }
        catch (Exception e)
        {
            _group.ForEach(write => write.TrySetException(e));
        }

        _group.Clear();
    }

    private List<JournalEntry> Commit()
    {
        if (_isBroken)
        {
            throw new JournalClosedException();
        }

        if (_trouble is null && !file.IsThere)
        {
            Fail($"'{file.Path}' is not there");
        }

        if (_trouble is not null)
        {
            throw new JournalUnavailableException($"The journal cannot write at present, the message is not stored: {_trouble}.");
        }

        try
        {
            return CommitGroup(_connection!);
        }
        catch (SqliteException e)
        {
            Fail(e.Message);
            TryRecover();
            throw new JournalUnavailableException($"The journal could not write, and the message may or may not be stored: {e.Message}", e);
        }
    }

    private List<JournalEntry> CommitGroup(WriterConnection connection)
    {
        List<JournalEntry> entries = new(_group.Count);
        _newRooms.Clear();
        connection.Begin();
        foreach (IPendingWrite write in _group)
        {
            switch (write)
            {
                case PendingRoom creation:
                    Create(connection, creation);
                    break;
                case PendingAppend append:
                    SqliteRoom room = rooms[append.RoomId];
                    append.Entry = Stamp(room, append);
                    connection.Insert(MessageKey.Of(room.Number, append.Entry.Sequence), append.Entry);
                    entries.Add(append.Entry);
                    break;
            }

            _bytesSinceCheckpoint += write.Size;
        }

        connection.Commit();
        _newRooms.ForEach(room => rooms[room.Room.Id] = room);
        return entries;
    }

    private void Create(WriterConnection connection, PendingRoom creation)
    {
        string id = creation.Room.Id;
        if (rooms.ContainsKey(id) || _newRooms.Exists(room => room.Room.Id == id))
        {
            creation.TrySetException(new ArgumentException($"There is a room '{id}'."));
            return;
        }

        var room = new SqliteRoom(rooms.Count + _newRooms.Count + 1, creation.Room);
        connection.Insert(room);
        _newRooms.Add(room);
    }

    private JournalEntry Stamp(SqliteRoom room, PendingAppend append)
    {
        room.LastSequence++;
        room.LastSendTime = SendTimes.Next(room.LastSendTime, clock.GetUtcNow());
        return new JournalEntry(append.RoomId, room.LastSequence, room.LastSendTime, append.Author, append.Text);
    }

    private void Publish(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            _onCommitted(entries);
        }
        catch (Exception e)
        {
            _isBroken = true;
            LogBroken(e);
            throw;
        }

        foreach (JournalEntry entry in entries)
        {
            rooms[entry.RoomId].PublishedSequence = entry.Sequence;
        }
    }

    // After a group is answered, so that only the next one waits for it.
    private void CheckpointIfDue()
    {
        if (_bytesSinceCheckpoint < CheckpointBytes)
        {
            return;
        }

        _bytesSinceCheckpoint = 0;
        try
        {
            if (_connection!.Checkpoint("PASSIVE") > LongLogPages)
            {
                _connection.Checkpoint("RESTART");
            }
        }
        catch (SqliteException e)
        {
            // What is committed stays in the log, and is moved by a later one.
            LogNoCheckpoint(e.Message);
        }
    }

    private void Fail(string reason)
    {
        if (_trouble != reason)
        {
            _trouble = reason;
            LogTrouble(reason);
        }
    }

    private void TryRecover()
    {
        _lastRecovery = Stopwatch.GetTimestamp();
        if (!file.IsThere)
        {
            // Open connections still read what was there.
            return;
        }

        try
        {
            readers.CloseDuring(Reopen);
            _trouble = null;
            LogRecovered();
        }
        catch (Exception e) when (e is SqliteException or JournalUnavailableException)
        {
            Fail(e.Message);
        }
    }

    // A COMMIT that failed may have happened: its pages can be in the log without being on the disk, and SQLite's index of the log does not
    // know of them. Without any connection that index is made anew from the log; a checkpoint then brings to the disk what the log has.
    private void Reopen()
    {
        _connection?.Dispose();
        _connection = null;
        var connection = new WriterConnection(file.OpenForWriting());
        try
        {
            if (connection.Checkpoint("TRUNCATE") is null)
            {
                throw new JournalUnavailableException("another program reads or writes the file");
            }

            GoOnFrom(connection);
            _connection = connection;
        }
        finally
        {
            if (_connection is null)
            {
                connection.Dispose();
            }
        }
    }

    private void GoOnFrom(WriterConnection connection)
    {
        List<SqliteRoom> found = [.. connection.ReadRooms()];
        if (!rooms.Values.All(known => found.Exists(room => room.Room == known.Room && room.LastSequence >= known.PublishedSequence)))
        {
            throw new JournalUnavailableException($"'{file.Path}' does not have what was stored in it");
        }

        // A creation that was answered with an error and happened: nobody knows of the room.
        if (found.Count > rooms.Count)
        {
            connection.DeleteRoomsAfter(rooms.Count);
        }

        using var reader = new MessageReader(file.OpenForReading(), options);
        foreach (SqliteRoom room in found.Where(room => rooms.ContainsKey(room.Room.Id)))
        {
            SqliteRoom known = rooms[room.Room.Id];
            while (known.PublishedSequence < room.LastSequence)
            {
                Publish(reader.ReadAfter(known, known.PublishedSequence, int.MaxValue).Entries);
            }

            known.LastSequence = room.LastSequence;
            known.LastSendTime = room.LastSendTime;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The journal cannot write, and refuses messages until it can: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The journal writes again.")]
    private partial void LogRecovered();

    [LoggerMessage(3, LogLevel.Warning, "The journal's log could not be moved into the database, and grows: {Reason}")]
    private partial void LogNoCheckpoint(string reason);

    [LoggerMessage(4, LogLevel.Critical, "What the journal stored could not be published; it takes no more messages.")]
    private partial void LogBroken(Exception exception);
}
