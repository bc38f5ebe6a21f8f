using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>A journal that refuses every message, and every room but the shared one, with the same exception, and keeps a fixed history.</summary>
internal sealed class FixedJournal(Exception refusal) : IJournal
{
    private Action<IReadOnlyList<JournalEntry>>? _onCommitted;

    /// <summary>Whether it refuses the shared room, too.</summary>
    public bool RefusesSharedRoom { get; init; }

    /// <summary>The sequence numbers that it keeps.</summary>
    public IReadOnlyList<long> Kept { get; set; } = [];

    public string Id { get; } = Guid.NewGuid().ToString();

    public event Action? CanWriteChanged;

    /// <summary>Whether it says that it can write.</summary>
    public bool CanWrite
    {
        get;
        set
        {
            field = value;
            CanWriteChanged?.Invoke();
        }
    } = true;

    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default)
    {
        _onCommitted = onCommitted;
        return Task.CompletedTask;
    }

    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalRoom>>([]);

    public Task CreateRoomAsync(JournalRoom room) =>
        room.Id == Chat.RoomDirectory.SharedRoomId && !RefusesSharedRoom ? Task.CompletedTask : Task.FromException(refusal);

    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null) =>
        Task.FromException<JournalEntry>(refusal);

    public Task StopAppendsAsync() => Task.CompletedTask;

    /// <summary>Commits messages under these numbers.</summary>
    public void Commit(params IEnumerable<long> sequences) => _onCommitted!([.. sequences.Select(Entry)]);

    public ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JournalPage([.. Kept.Where(kept => kept > sequence).Select(Entry)], HasMore: false));

    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JournalPage([.. Kept.Where(kept => kept < sequence).TakeLast(limit).Select(Entry)], HasMore: false));

    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        throw refusal;

    public JournalUsage Usage => default;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static JournalEntry Entry(long sequence) => new(Chat.RoomDirectory.SharedRoomId, sequence, sequence, "a", $"{sequence}");
}
