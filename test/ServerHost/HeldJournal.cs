using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>A journal whose appends wait until the test completes them, and are published to nobody.</summary>
internal sealed class HeldJournal : IJournal
{
    // Guards the fields below. Taken alone.
    private readonly Lock _appendsLock = new();
    private readonly Queue<TaskCompletionSource<JournalEntry>> _held = [];
    private readonly Queue<JournalEntry> _entries = [];
    private long _appended;
    private bool _holds = true;

    /// <summary>How many appends have waited at a time, at most.</summary>
    public int MostHeld { get; private set; }

    public string Id { get; } = Guid.NewGuid().ToString();

    public bool CanWrite => true;

    public event Action? CanWriteChanged
    {
        add { }
        remove { }
    }

    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;

    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalRoom>>([]);

    public Task CreateRoomAsync(JournalRoom room) => Task.CompletedTask;

    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null)
    {
        lock (_appendsLock)
        {
            var entry = new JournalEntry(roomId, ++_appended, _appended, author, text);
            if (!_holds)
            {
                return Task.FromResult(entry);
            }

            var append = new TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue(append);
            _entries.Enqueue(entry);
            MostHeld = Math.Max(MostHeld, _held.Count);
            return append.Task;
        }
    }

    /// <summary>Waits until so many appends have come since the beginning.</summary>
    public Task UntilAppendedAsync(int count) => Patience.Until(
        () =>
        {
            lock (_appendsLock)
            {
                return _appended >= count;
            }
        },
        $"{count} appends");

    /// <summary>Completes the oldest append that waits.</summary>
    public void Complete()
    {
        lock (_appendsLock)
        {
            _held.Dequeue().SetResult(_entries.Dequeue());
        }
    }

    /// <summary>Fails the oldest append that waits.</summary>
    public void Fail(Exception exception)
    {
        lock (_appendsLock)
        {
            _held.Dequeue().SetException(exception);
            _entries.Dequeue();
        }
    }

    /// <summary>Completes all appends, those to come, too.</summary>
    public void Release()
    {
        lock (_appendsLock)
        {
            _holds = false;
            while (_held.TryDequeue(out TaskCompletionSource<JournalEntry>? append))
            {
                append.SetResult(_entries.Dequeue());
            }
        }
    }

    public Task StopAppendsAsync() => Task.CompletedTask;

    public ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JournalPage([], HasMore: false));

    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JournalPage([], HasMore: false));

    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<JournalPosition?>(null);

    public JournalUsage Usage => default;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
