using Messenger.Journal;
using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.JournalFigures;

/// <summary>A new journal on disk, with one room.</summary>
internal static class OpenJournal
{
    public const string Room = "room";

    public static async Task<IJournal> CreateAsync(string folder)
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid()}.db");
        var journal = new SqliteJournal(path, new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        await journal.OpenAsync(_ => { });
        await journal.CreateRoomAsync(new JournalRoom(Room, Room));
        return journal;
    }
}
