namespace Messenger.Journal;

/// <summary>A message that waits to be appended.</summary>
internal sealed class PendingAppend(string roomId, string author, string text, string? idempotencyKey)
    : TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingWrite
{
    private Exception? _refusal;

    public string RoomId { get; } = roomId;

    public string Author { get; } = author;

    public string Text { get; } = text;

    public string? IdempotencyKey { get; } = idempotencyKey;

    public int Size { get; } = JournalEntry.SizeOf(author, text) + JournalEntry.SizeOfKey(idempotencyKey);

    /// <summary>What it becomes, once the writer has stamped it, or has found what it repeats.</summary>
    public JournalEntry? Entry { get; set; }

    /// <summary>
    /// There is a message with its key, and it has either become that one or is refused. It waits for the commit all the same: until then
    /// the other may be of the same group, and is not kept.
    /// </summary>
    public void Repeat(JournalEntry original)
    {
        if (original.Author == Author && original.Text == Text)
        {
            Entry = original;
        }
        else
        {
            _refusal = new IdempotencyConflictException(IdempotencyKey!);
        }
    }

    public void Complete()
    {
        if (_refusal is not null)
        {
            TrySetException(_refusal);
        }
        else
        {
            TrySetResult(Entry ?? throw new InvalidOperationException("It was not stamped."));
        }
    }
}
