using Messenger.Journal;

namespace Messenger.Chat.Tests;

/// <summary>A journal with points at which a test steps in, so that an interleaving happens each time instead of sometimes.</summary>
internal sealed class SteeredJournal(IJournal inner) : IJournal
{
    private readonly Queue<Func<Task>> _afterPages = [];

    /// <summary>Runs once, when the next group is in the log and not published yet.</summary>
    public Action? BeforePublication { get; set; }

    /// <summary>What reading fails with; null while it does not.</summary>
    public Exception? ReadFailure { get; set; }

    /// <summary>What a room that is kept waits for before its creation is over.</summary>
    public Task AfterCreation { get; set; } = Task.CompletedTask;

    /// <summary>Runs once, when the next page has been read and its reader does not have it yet; called twice, the second is for the page after it.</summary>
    public void AfterNextPage(Func<Task> step) => _afterPages.Enqueue(step);

    public string Id => inner.Id;

    public bool CanWrite => inner.CanWrite;

    public event Action? CanWriteChanged
    {
        add => inner.CanWriteChanged += value;
        remove => inner.CanWriteChanged -= value;
    }

    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default) =>
        inner.OpenAsync(
            entries =>
            {
                Action? step = BeforePublication;
                BeforePublication = null;
                step?.Invoke();
                onCommitted(entries);
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        inner.ReadRoomsAsync(cancellationToken);

    public async Task CreateRoomAsync(JournalRoom room)
    {
        await inner.CreateRoomAsync(room);
        await AfterCreation;
    }

    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null) =>
        inner.AppendAsync(roomId, author, text, idempotencyKey);

    public Task StopAppendsAsync() => inner.StopAppendsAsync();

    public async ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ThrowIfReadingFails();
        JournalPage page = await inner.ReadAfterAsync(roomId, sequence, limit, cancellationToken);
        if (_afterPages.TryDequeue(out Func<Task>? step))
        {
            await step();
        }

        return page;
    }

    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ThrowIfReadingFails();
        return inner.ReadBeforeAsync(roomId, sequence, limit, cancellationToken);
    }

    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default)
    {
        ThrowIfReadingFails();
        return inner.FindAsync(roomId, sendTime, cancellationToken);
    }

    public JournalUsage Usage => inner.Usage;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void ThrowIfReadingFails()
    {
        if (ReadFailure is not null)
        {
            throw ReadFailure;
        }
    }
}
