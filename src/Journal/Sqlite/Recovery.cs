using System.Collections.Concurrent;

namespace Messenger.Journal.Sqlite;

/// <summary>Goes on after SQLite has failed, from what the file has. For the writer's thread, while nobody reads.</summary>
/// <remarks>
/// A COMMIT that failed may have happened: its pages can be in the log without being on the disk, and SQLite's index of the log does not
/// know of them. Without any connection that index is made anew from the log; a checkpoint then brings to the disk what the log has.
/// </remarks>
internal sealed class Recovery(
    DatabaseFile file, string journalId, ConcurrentDictionary<string, SqliteRoom> rooms, Publisher publisher, JournalOptions options)
{
    /// <summary>For a file that has no connections: opens it, and publishes what is stored and was not published.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">SQLite still fails.</exception>
    /// <exception cref="JournalUnavailableException">The file is in use, or is not what it was.</exception>
    public WriterConnection Reopen()
    {
        var connection = new WriterConnection(file.OpenForWriting());
        try
        {
            if (connection.ReadJournalId() != journalId)
            {
                throw new JournalUnavailableException($"'{file.Path}' is another journal");
            }

            Dictionary<string, SqliteRoom> found = connection.ReadRooms().ToDictionary(room => room.Room.Id);
            Check(found);
            if (connection.CheckpointBetweenReaders("TRUNCATE") is null)
            {
                throw new JournalUnavailableException("another program reads or writes the file");
            }

            if (found.Count > rooms.Count)
            {
                // A creation that happened and was answered with an error: nobody knows of the room.
                connection.DeleteRoomsAfter(rooms.Count);
            }

            PublishRest(found);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // An older copy of the file has the same id, and a server that ran on it can have given the same numbers to other messages.
    private void Check(Dictionary<string, SqliteRoom> found)
    {
        using MessageReader reader = MessageReader.Open(file, options);
        foreach (SqliteRoom known in rooms.Values)
        {
            if (!found.TryGetValue(known.Room.Id, out SqliteRoom? room) || room.Number != known.Number || !HasLast(reader, known))
            {
                throw new JournalUnavailableException($"'{file.Path}' does not have what was stored in it");
            }
        }
    }

    private static bool HasLast(MessageReader reader, SqliteRoom known) =>
        known.PublishedSequence == 0
        || (reader.ReadAfter(known, known.PublishedSequence - 1, limit: 1).Entries is [{ } last]
            && last.Sequence == known.PublishedSequence
            && last.SendTime == known.PublishedSendTime);

    private void PublishRest(Dictionary<string, SqliteRoom> found)
    {
        using MessageReader reader = MessageReader.Open(file, options);
        foreach (SqliteRoom room in rooms.Values)
        {
            JournalPage page;
            do
            {
                page = reader.ReadAfter(room, room.PublishedSequence, int.MaxValue);
                publisher.Publish(page.Entries);
            }
            while (page.HasMore);

            room.LastSequence = found[room.Room.Id].LastSequence;
            room.LastSendTime = found[room.Room.Id].LastSendTime;
        }
    }
}
