using Messenger.Journal;
using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Chaos;

/// <summary>
/// What is on the disk in the end, read by the journal itself, without a server or a network: the truth that all are held against.
/// </summary>
internal sealed class History(IReadOnlyDictionary<string, List<SaidMessage>> rooms)
{
    public IReadOnlyDictionary<string, List<SaidMessage>> Rooms => rooms;

    public int Count => rooms.Values.Sum(room => room.Count);

    public static async Task<History> ReadAsync(string path)
    {
        Dictionary<string, List<SaidMessage>> rooms = [];
        await using var journal = new SqliteJournal(path, new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        await journal.OpenAsync(_ => { }).Within();
        foreach (JournalRoom room in await journal.ReadRoomsAsync().Within())
        {
            rooms[room.Id] = await ReadRoomAsync(journal, room.Id);
        }

        return new History(rooms);
    }

    private static async Task<List<SaidMessage>> ReadRoomAsync(SqliteJournal journal, string room)
    {
        List<SaidMessage> messages = [];
        JournalPage page;
        do
        {
            page = await journal.ReadAfterAsync(room, messages.Count == 0 ? 0 : messages[^1].Sequence).Within();
            messages.AddRange(page.Entries.Select(
                entry => SaidMessage.Of(entry.Sequence, entry.SendTime, entry.Author, entry.Text)));
        }
        while (page.HasMore);
        return messages;
    }
}
