using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>A journal with the defect that is asked for: the control of the scenarios in rooms.</summary>
internal sealed class BrokenJournal(IJournal journal, JournalDefect defect) : IJournal
{
    private readonly LatePublisher _late = new();

    public string Id => journal.Id;

    public bool CanWrite => journal.CanWrite;

    public event Action? CanWriteChanged
    {
        add => journal.CanWriteChanged += value;
        remove => journal.CanWriteChanged -= value;
    }

    public Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default) =>
        journal.OpenAsync(
            defect == JournalDefect.PublishesLate ? entries => _late.Add(() => onCommitted(entries)) : onCommitted, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default) =>
        journal.ReadRoomsAsync(cancellationToken);

    public Task CreateRoomAsync(JournalRoom room) => journal.CreateRoomAsync(room);

    public Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null) =>
        journal.AppendAsync(roomId, author, text, idempotencyKey);

    public async Task StopAppendsAsync()
    {
        await journal.StopAppendsAsync();
        await _late.Done;
    }

    public async ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        long after = defect == JournalDefect.RepeatsTheLast ? Math.Max(sequence - 1, 0) : sequence;
        JournalPage page = await journal.ReadAfterAsync(roomId, after, limit, cancellationToken);
        List<JournalEntry> entries = [.. page.Entries];
        Break(entries, page.HasMore);
        if (defect == JournalDefect.MixesRooms && entries.Count > 0)
        {
            entries[^1] = await OfAnotherRoomAsync(entries[^1]) ?? entries[^1];
        }

        return new JournalPage(entries, page.HasMore);
    }

    public ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        journal.ReadBeforeAsync(roomId, sequence, limit, cancellationToken);

    public ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default) =>
        journal.FindAsync(roomId, sendTime, cancellationToken);

    public JournalUsage Usage => journal.Usage;

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private async Task<JournalEntry?> OfAnotherRoomAsync(JournalEntry entry)
    {
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync();
        JournalPage page = await journal.ReadAfterAsync(rooms.First(room => room.Id != entry.RoomId).Id, entry.Sequence - 1, limit: 1);
        return page.Entries is [var other] ? other : null;
    }

    private void Break(List<JournalEntry> entries, bool hasMore)
    {
        switch (defect)
        {
            case JournalDefect.HidesTheNewest when !hasMore && entries.Count > 0:
                entries.RemoveAt(entries.Count - 1);
                break;
            case JournalDefect.SkipsOne when entries.Count > 2:
                entries.RemoveAt(1);
                break;
            case JournalDefect.SwapsTwo when entries.Count > 2:
                (entries[0], entries[1]) = (entries[1], entries[0]);
                break;
        }
    }
}
