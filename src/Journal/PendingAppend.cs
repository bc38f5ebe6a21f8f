namespace Messenger.Journal;

/// <summary>An append that waits for its commit; its task is what the sender awaits.</summary>
internal sealed class PendingAppend(string roomId, string author, string text)
    : TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string RoomId { get; } = roomId;

    public string Author { get; } = author;

    public string Text { get; } = text;

    public int Size { get; } = JournalEntry.SizeOf(author, text);
}
