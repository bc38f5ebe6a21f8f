using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>
/// A sound journal that takes its time at random, as a disk does: between a commit and its publication, and around the reading of a page,
/// which is where a reader's seam between history and live is.
/// </summary>
internal sealed class JitteryJournal(IJournal journal) : IJournal
{
    private const int LongestSpin = 1_000;

    public string Id => journal.Id;

    public bool CanWrite => journal.CanWrite;

    public event Action? CanWriteChanged
    {
        add => journal.CanWriteChanged += value;
        remove => journal.CanWriteChanged -= value;
    }

    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default) =>
        journal.OpenAsync(
            entries =>
            {
                if (Random.Shared.Next(2) == 0)
                {
                    Thread.Yield();
                    Thread.SpinWait(Random.Shared.Next(LongestSpin));
                }

                onCommitted(entries);
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        journal.ReadRoomsAsync(cancellationToken);

    public Task CreateRoomAsync(JournalRoom room) => journal.CreateRoomAsync(room);

    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null) =>
        journal.AppendAsync(roomId, author, text, idempotencyKey);

    public Task StopAppendsAsync() => journal.StopAppendsAsync();

    public async ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        await Jitter();
        JournalPage page = await journal.ReadAfterAsync(roomId, sequence, limit, cancellationToken);
        await Jitter();
        return page;
    }

    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        journal.ReadBeforeAsync(roomId, sequence, limit, cancellationToken);

    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        journal.FindAsync(roomId, sendTime, cancellationToken);

    public JournalUsage Usage => journal.Usage;

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private static async ValueTask Jitter()
    {
        for (int i = Random.Shared.Next(4); i > 0; i--)
        {
            await Task.Yield();
        }
    }
}
