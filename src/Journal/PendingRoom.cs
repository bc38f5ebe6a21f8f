namespace Messenger.Journal;

/// <summary>A room that waits to be created.</summary>
internal sealed class PendingRoom(JournalRoom room) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IPendingWrite
{
    public JournalRoom Room { get; } = room;

    public int Size { get; } = JournalEntry.SizeOf(room.Id, room.Name);

    public void Complete() => TrySetResult();
}
