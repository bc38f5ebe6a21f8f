using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Messenger.Journal.Memory;

/// <summary>A journal that keeps the newest messages of each room in memory, and nothing over a restart.</summary>
/// <remarks>
/// There is no disk to wait for, so an append commits on the thread that brings it, together with whatever waits by then; the others'
/// senders just wait for their results.
/// </remarks>
public sealed class MemoryJournal(JournalOptions options, MemoryJournalOptions bounds, TimeProvider clock) : IJournal, IThreadPoolWorkItem
{
    private static readonly JournalPage Empty = new([], HasMore: false);

    private readonly ConcurrentDictionary<string, RoomLog> _logs = new();
    private readonly WriteQueue _queue = new(options);
    private readonly WriteHealth _health = new();
    private Action<IReadOnlyList<JournalEntry>>? _onCommitted;

    // The writer's own: WriteQueue sees to it that there is one at a time.
    private readonly List<IPendingWrite> _group = [];
    private bool _isBroken;

    // Replaced by the writer, never changed.
    private volatile ImmutableList<JournalRoom> _rooms = [];

    /// <summary>A journal with the default bounds and the system's clock.</summary>
    public MemoryJournal()
        : this(new JournalOptions(), new MemoryJournalOptions(), TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public bool CanWrite => _health.CanWrite;

    /// <inheritdoc/>
    public event Action? CanWriteChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <inheritdoc/>
    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default)
    {
        _onCommitted = onCommitted;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalRoom>>(_rooms);

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
        if (!_logs.ContainsKey(roomId))
        {
            throw new ArgumentException($"There is no room '{roomId}'.");
        }

        var append = new PendingAppend(roomId, author, text, idempotencyKey);
        Write(append);
        return append.Task;
    }

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_logs.TryGetValue(roomId, out RoomLog? log) ? log.ReadAfter(sequence, limit) : Empty);

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_logs.TryGetValue(roomId, out RoomLog? log) ? log.ReadBefore(sequence, limit) : Empty);

    /// <inheritdoc/>
    public JournalUsage Usage
    {
        get
        {
            (int count, long bytes) = _queue.Unfinished;
            return new JournalUsage(count, bytes, _logs.Sum(room => room.Value.Bytes));
        }
    }

    /// <inheritdoc/>
    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_logs.TryGetValue(roomId, out RoomLog? log) ? log.Find(sendTime) : null);

    /// <inheritdoc/>
    public Task StopAppendsAsync() => _queue.CloseAsync();

    /// <summary>Takes no more messages and waits for those that were accepted.</summary>
    public ValueTask DisposeAsync() => new(_queue.CloseAsync());

    void IThreadPoolWorkItem.Execute() => WriteGroup();

    private void Write(IPendingWrite write)
    {
        if (_queue.Enqueue(write))
        {
            WriteGroup();
        }
    }

    // One group, the sender's own message among it; what came meanwhile is the pool's, so that no sender works for the others for ever.
    private void WriteGroup()
    {
        _queue.TakeGroup(_group);
        try
        {
            Commit();
        }
        catch (Exception e)
        {
            // What is stored but not published would be missing from every live stream without a word: rather nothing goes on.
            _isBroken = true;
            _health.Fail();
            _group.ForEach(write => write.TrySetException(e));
        }

        _group.Clear();
        if (!_queue.TryRetire())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Commit()
    {
        if (_isBroken)
        {
            throw new JournalClosedException();
        }

        if (_onCommitted is null)
        {
            throw new InvalidOperationException("The journal is not open.");
        }

        long begun = Stopwatch.GetTimestamp();
        List<JournalEntry> entries = new(_group.Count);
        foreach (IPendingWrite write in _group)
        {
            switch (write)
            {
                case PendingRoom creation:
                    Create(creation);
                    break;
                case PendingAppend append:
                    Add(append, entries);
                    break;
            }
        }

        TimeSpan duration = Stopwatch.GetElapsedTime(begun);
        if (entries.Count > 0)
        {
            _onCommitted(entries);
        }

        options.OnCommit(new JournalCommit(entries.Count, duration));
        _group.ForEach(write => write.Complete());
    }

    private void Create(PendingRoom creation)
    {
        if (_logs.TryAdd(creation.Room.Id, new RoomLog(bounds, options)))
        {
            _rooms = _rooms.Add(creation.Room);
        }
        else
        {
            creation.TrySetException(new ArgumentException($"There is a room '{creation.Room.Id}'."));
        }
    }

    private void Add(PendingAppend append, List<JournalEntry> entries)
    {
        RoomLog log = _logs[append.RoomId];
        if (append.IdempotencyKey is { } key && log.Find(key) is { } original)
        {
            append.Repeat(original);
            return;
        }

        long sequence = (log.Newest?.Sequence ?? 0) + 1;
        long sendTime = SendTimes.Next(log.Newest?.SendTime ?? 0, clock.GetUtcNow());
        append.Entry = new JournalEntry(append.RoomId, sequence, sendTime, append.Author, append.Text);
        log.Add(append.Entry, append.IdempotencyKey);
        entries.Add(append.Entry);
    }
}
