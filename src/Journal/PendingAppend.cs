namespace Messenger.Journal;

/// <summary>A message that waits to be appended.</summary>
internal sealed class PendingAppend(string roomId, string author, string text)
    : TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingWrite
{
    public string RoomId { get; } = roomId;

    public string Author { get; } = author;

    public string Text { get; } = text;

    public int Size { get; } = JournalEntry.SizeOf(author, text);

    /// <summary>What it becomes, once the writer has stamped it.</summary>
    public JournalEntry? Entry { get; set; }

    public void Complete() => TrySetResult(Entry ?? throw new InvalidOperationException("It was not stamped."));
}
