using System.Collections.Concurrent;

namespace Messenger.Journal.Memory;

/// <summary>A journal that keeps the newest messages of each room in memory, and nothing over a restart.</summary>
/// <remarks>
/// There is no disk to wait for, so an append commits on the thread that brings it, together with whatever waits by then; the others'
/// senders just wait for their results.
/// </remarks>
public sealed class MemoryJournal(JournalOptions options, MemoryJournalOptions bounds, TimeProvider clock) : IJournal, IThreadPoolWorkItem
{
    private static readonly JournalPage Empty = new([], HasMore: false);

    private readonly ConcurrentDictionary<string, RoomLog> _rooms = new();
    private readonly AppendQueue _queue = new(options);
    private Action<IReadOnlyList<JournalEntry>>? _onCommitted;

    // The writer's own: AppendQueue sees to it that there is one at a time.
    private readonly List<PendingAppend> _group = [];
    private bool _isBroken;

    /// <summary>A journal with the default bounds and the system's clock.</summary>
    public MemoryJournal()
        : this(new JournalOptions(), new MemoryJournalOptions(), TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default)
    {
        _onCommitted = onCommitted;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<JournalEntry> AppendAsync(string roomId, string author, string text)
    {
        var append = new PendingAppend(roomId, author, text);
        if (_queue.Enqueue(append))
        {
            WriteGroup();
        }

        return append.Task;
    }

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_rooms.TryGetValue(roomId, out RoomLog? log) ? log.ReadAfter(sequence, limit) : Empty);

    /// <inheritdoc/>
    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_rooms.TryGetValue(roomId, out RoomLog? log) ? log.ReadBefore(sequence, limit) : Empty);

    /// <inheritdoc/>
    public Task StopAppendsAsync() => _queue.CloseAsync();

    /// <summary>Takes no more messages and waits for those that were accepted.</summary>
    public ValueTask DisposeAsync() => new(_queue.CloseAsync());

    void IThreadPoolWorkItem.Execute() => WriteGroup();

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
            _group.ForEach(append => append.TrySetException(e));
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

        var entries = new JournalEntry[_group.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            PendingAppend append = _group[i];
            if (!_rooms.TryGetValue(append.RoomId, out RoomLog? log))
            {
                log = _rooms.GetOrAdd(append.RoomId, new RoomLog(bounds, options));
            }

            long sequence = (log.Newest?.Sequence ?? 0) + 1;
            long sendTime = SendTimes.Next(log.Newest?.SendTime ?? 0, clock.GetUtcNow());
            entries[i] = new JournalEntry(append.RoomId, sequence, sendTime, append.Author, append.Text);
            log.Add(entries[i]);
        }

        _onCommitted(entries);
        for (int i = 0; i < entries.Length; i++)
        {
            _group[i].SetResult(entries[i]);
        }
    }
}
