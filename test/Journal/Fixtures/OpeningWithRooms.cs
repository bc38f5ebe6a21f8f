namespace Messenger.Journal.Tests;

/// <summary>Opens a journal with the rooms in it that the tests speak of.</summary>
internal static class OpeningWithRooms
{
    private static readonly string[] Rooms = ["room", "one", "other", "held"];

    public static async Task OpenWithRoomsAsync(this IJournal journal, Action<IReadOnlyList<JournalEntry>>? onCommitted = null)
    {
        await journal.OpenAsync(onCommitted ?? (_ => { }));
        foreach (string id in Rooms)
        {
            await journal.CreateRoomAsync(new JournalRoom(id, $"The room '{id}'"));
        }
    }
}
