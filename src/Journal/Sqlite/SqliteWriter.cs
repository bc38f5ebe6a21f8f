using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Messenger.Journal.Sqlite;

/// <summary>
/// The one that writes, on a thread of its own: takes what waits, has it committed as one transaction, publishes it, then completes its
/// senders. While SQLite fails, it refuses what comes, and tries from time to time to go on from what the file has.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable, IThreadPoolWorkItem
{
    private static readonly TimeSpan BetweenRecoveries = TimeSpan.FromSeconds(0.5);

    // A file that is gone is noticed before the next commit, and while there is none so often. As often its size is looked at.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly DatabaseFile _file;
    private readonly ReaderPool _readers;
    private readonly WriteQueue _queue;
    private readonly GroupTransaction _transaction;
    private readonly Publisher _publisher;
    private readonly Recovery _recovery;
    private readonly Checkpoints _checkpoints;
    private readonly WriteHealth _health;
    private readonly TimeSpan _stallTime;
    private readonly Timer _stalls;
    private readonly Action<JournalCommit> _onCommit;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStopping;

    // From here on, the thread's own.
    private readonly List<IPendingWrite> _group = [];

    // Null after a recovery that failed; then there is a trouble.
    private WriterConnection? _connection;

    // Why SQLite fails; null if it does not.
    private string? _trouble;
    private long _lastRecovery;
    private long _lastLook;
    private long _storedBytes;

    /// <summary>The writer of a file that has its tables and no connection. It reads the rooms, and begins to write.</summary>
    /// <exception cref="SqliteException">SQLite fails.</exception>
    public SqliteWriter(
        DatabaseFile file,
        ReaderPool readers,
        ConcurrentDictionary<string, SqliteRoom> rooms,
        WriteQueue queue,
        Action<IReadOnlyList<JournalEntry>> onCommitted,
        WriteHealth health,
        JournalOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        _file = file;
        _readers = readers;
        _queue = queue;
        _transaction = new GroupTransaction(rooms, clock);
        _publisher = new Publisher(rooms, onCommitted, logger);
        _checkpoints = new Checkpoints(logger);
        _health = health;
        _stallTime = options.StallTime;
        _onCommit = options.OnCommit;
        _logger = logger;
        var connection = new WriterConnection(file.OpenForWriting());
        try
        {
            JournalId = connection.ReadJournalId();
            foreach (SqliteRoom room in connection.ReadRooms())
            {
                rooms[room.Room.Id] = room;
            }

            BringToDisk(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _recovery = new Recovery(file, JournalId, rooms, _publisher, options);
        _connection = connection;
        _storedBytes = file.Length;
        _stalls = new Timer(_ => FindStall(), null, _stallTime / 4, _stallTime / 4);
        new Thread(Run) { IsBackground = true, Name = "Journal writer" }.Start();
    }

    /// <summary>
    /// How many bytes the file has, those in SQLite's log included, as of the last look, a second ago at most unless the disk hangs. Any thread
    /// may ask, and does not wait for the disk.
    /// </summary>
    public long StoredBytes => Volatile.Read(ref _storedBytes);

    /// <summary>What tells the file's journal from all others.</summary>
    public string JournalId { get; }

    /// <summary>
    /// Something waits, and nobody writes. The writer is woken from the pool's global queue, behind the sends that wait there already, so
    /// that its next commit has them all.
    /// </summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>For a queue that is closed and drained: ends the thread, and completes when all connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopping, true))
        {
            await _ended.Task;
            return;
        }

        _wake.Set();
        await _ended.Task;
        _wake.Dispose();
    }

    void IThreadPoolWorkItem.Execute() => _wake.Set();

    private void Run()
    {
        while (!Volatile.Read(ref _isStopping))
        {
            bool isCalled = _wake.WaitOne(_trouble is null ? BetweenLooks : BetweenRecoveries);
            RecoverIfDue();
            if (isCalled)
            {
                do
                {
                    WriteGroup();
                }
                while (!_queue.TryRetire());
            }
            else
            {
                BeginWithDisk();
                FailIfGone();
                EndWithDisk();
            }
        }

        _stalls.Dispose();
        _readers.Close();
        _connection?.Dispose();
        _ended.SetResult();
    }

    // What a killed process has left in the log may not be on the disk, and whoever sends it again is told that it is kept. Where it cannot
    // be brought there now, nothing is written until a recovery has.
    private void BringToDisk(WriterConnection connection)
    {
        try
        {
            if (connection.CheckpointBetweenReaders("TRUNCATE") is null)
            {
                Fail("another program reads or writes the file");
            }
        }
        catch (SqliteException e)
        {
            Fail(Reason(e));
        }
    }

    private void WriteGroup()
    {
        _queue.TakeGroup(_group);
        BeginWithDisk();
        try
        {
            WriterConnection connection = UsableConnection();
            long begun = Stopwatch.GetTimestamp();
            List<JournalEntry> entries = Commit(connection);
            TimeSpan duration = Stopwatch.GetElapsedTime(begun);
            _publisher.Publish(entries);
            _onCommit(new JournalCommit(entries.Count, duration));
            _group.ForEach(write => write.Complete());
            _checkpoints.Committed(connection, _group.Sum(write => (long)write.Size));
        }
        catch (Exception e)
        {
            if (_publisher.IsBroken)
            {
                _health.Fail();
            }

            _group.ForEach(write => write.TrySetException(e));
        }

        EndWithDisk();
        _group.Clear();
    }

    private void BeginWithDisk() => _health.Begin(Environment.TickCount64);

    private void EndWithDisk()
    {
        if (Stopwatch.GetElapsedTime(_lastLook) >= BetweenLooks)
        {
            _lastLook = Stopwatch.GetTimestamp();
            Volatile.Write(ref _storedBytes, _file.Length);
        }

        if (_health.End())
        {
            LogStallOver();
        }
    }

    private void FindStall()
    {
        if (_health.FindStall(Environment.TickCount64, _stallTime))
        {
            LogStall(_stallTime);
        }
    }

    private WriterConnection UsableConnection()
    {
        if (_publisher.IsBroken)
        {
            throw new JournalClosedException();
        }

        RecoverIfDue();
        FailIfGone();
        return _trouble is null
            ? _connection!
            : throw new JournalUnavailableException($"The journal cannot write at present, nothing is stored: {_trouble}.");
    }

    private List<JournalEntry> Commit(WriterConnection connection)
    {
        try
        {
            return _transaction.Commit(connection, _group);
        }
        catch (SqliteException e)
        {
            Fail(Reason(e));
            TryRecover();
            throw new JournalUnavailableException($"The journal could not write, and nobody knows whether it is stored: {Reason(e)}.", e)
            {
                MayBeStored = true,
            };
        }
    }

    private void FailIfGone()
    {
        if (_trouble is null && !_file.IsThere)
        {
            Fail($"'{_file.Path}' is not there");
        }
    }

    private void Fail(string reason)
    {
        if (_trouble != reason)
        {
            _trouble = reason;
            _health.Fail();
            LogTrouble(reason);
        }
    }

    private void RecoverIfDue()
    {
        if (_trouble is not null && Stopwatch.GetElapsedTime(_lastRecovery) >= BetweenRecoveries)
        {
            TryRecover();
        }
    }

    private void TryRecover()
    {
        _lastRecovery = Stopwatch.GetTimestamp();
        if (_publisher.IsBroken || !_file.IsThere || !_file.TryDisk())
        {
            // Open connections still read what was there; to open others takes a disk that can be written.
            return;
        }

        try
        {
            _readers.CloseDuring(Reopen);
            _trouble = null;
            _health.Recover();
            LogRecovered();
        }
        catch (Exception e)
        {
            // Whatever it is, it is tried again; but for a callback that failed.
            Fail(Reason(e));
        }
    }

    private void Reopen()
    {
        _connection?.Dispose();
        _connection = null;
        _connection = _recovery.Reopen();
    }

    // As the end of a sentence.
    private static string Reason(Exception e) => e.Message.TrimEnd('.');

    [LoggerMessage(1201, LogLevel.Error, "The journal cannot write, and refuses messages until it can: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(1202, LogLevel.Warning, "The journal writes again.")]
    private partial void LogRecovered();

    [LoggerMessage(1205, LogLevel.Error, "The journal has been waiting for its disk for longer than {Limit}.")]
    private partial void LogStall(TimeSpan limit);

    [LoggerMessage(1206, LogLevel.Warning, "The disk that the journal has been waiting for has answered.")]
    private partial void LogStallOver();
}
