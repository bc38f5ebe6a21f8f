using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Messenger.Journal.Sqlite;

/// <summary>A journal in a SQLite database: what is appended is on the disk when the append completes, and stays over crashes.</summary>
/// <param name="path">
/// The database's file. It and the folders that lead to it are made where they are not there. SQLite keeps its log beside it, and a lock
/// makes it one program's.
/// </param>
/// <param name="options">The bounds.</param>
/// <param name="clock">What send times are taken from.</param>
/// <param name="logger">Is told when the store fails, and when it works again.</param>
/// <remarks>
/// While the disk is full, read-only or gone, writes fail with <see cref="JournalUnavailableException"/>, reads go on as far as the system
/// lets them, and the journal goes on by itself when the disk does.
/// </remarks>
public sealed class SqliteJournal(string path, JournalOptions options, TimeProvider clock, ILogger<SqliteJournal> logger) : IJournal
{
    private static readonly JournalPage Empty = new([], HasMore: false);

    private readonly ConcurrentDictionary<string, SqliteRoom> _rooms = new();
    private readonly WriteQueue _queue = new(options);
    private readonly WriteHealth _health = new();
    private DatabaseFile? _file;
    private ReaderPool? _readers;
    private SqliteWriter? _writer;

    /// <inheritdoc/>
    public string Id => _writer?.JournalId ?? throw NotOpen();

    /// <inheritdoc/>
    public bool CanWrite => _health.CanWrite;

    /// <inheritdoc/>
    public event Action? CanWriteChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <inheritdoc/>
    /// <exception cref="JournalOpenException">The file cannot be had, or is not a journal of this version or an older one.</exception>
    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default) =>
        Task.Run(() => Open(onCommitted), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalRoom>>([.. _rooms.Values.OrderBy(room => room.Number).Select(room => room.Room)]);

    /// <inheritdoc/>
    public Task CreateRoomAsync(JournalRoom room)
    {
        var creation = new PendingRoom(room);
        Write(creation);
        return creation.Task;
    }

    /// <inheritdoc/>
    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null)
    {
        if (!_rooms.ContainsKey(roomId))
        {
            throw new ArgumentException($"There is no room '{roomId}'.");
        }

        var append = new PendingAppend(roomId, author, text, idempotencyKey);
        Write(append);
        return append.Task;
    }

    /// <inheritdoc/>
    public Task StopAppendsAsync() => _queue.CloseAsync();

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReadAsync(roomId, Empty, (reader, room) => reader.ReadAfter(room, sequence, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReadAsync(roomId, Empty, (reader, room) => reader.ReadBefore(room, sequence, limit), cancellationToken);

    /// <inheritdoc/>
    public JournalUsage Usage
    {
        get
        {
            (int count, long bytes) = _queue.Unfinished;
            return new JournalUsage(count, bytes, _writer?.StoredBytes ?? 0);
        }
    }

    /// <inheritdoc/>
    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        ReadAsync(roomId, null, (reader, room) => reader.Find(room, sendTime), cancellationToken);

    /// <summary>Takes no more writes, waits for those that were accepted and for the reads that are on their way, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.CloseAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        _file?.Dispose();
    }

    private void Open(Action<IReadOnlyList<JournalEntry>> onCommitted)
    {
        DatabaseFile file = DatabaseFile.Take(path);
        try
        {
            file.SetUp();
            var readers = new ReaderPool(file, options);
            try
            {
                var writer = new SqliteWriter(file, readers, _rooms, _queue, onCommitted, _health, options, clock, logger);
                (_file, _readers, _writer) = (file, readers, writer);
            }
            catch
            {
                readers.Close();
                throw;
            }
        }
        catch (SqliteException e)
        {
            file.Dispose();
            throw file.Unopened(e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Write(IPendingWrite write)
    {
        if (_file is null)
        {
            throw NotOpen();
        }

        // While something waits, there is a writer: closing waits for the queue first.
        if (_queue.Enqueue(write))
        {
            _writer!.Wake();
        }
    }

    private static InvalidOperationException NotOpen() => new("The journal is not open.");

    private ValueTask<T> ReadAsync<T>(
        string roomId, T ofNoRoom, Func<MessageReader, SqliteRoom, T> read, CancellationToken cancellationToken) =>
        _readers is not null && _rooms.TryGetValue(roomId, out SqliteRoom? room)
            ? _readers.ReadAsync(reader => read(reader, room), cancellationToken)
            : ValueTask.FromResult(ofNoRoom);
}
