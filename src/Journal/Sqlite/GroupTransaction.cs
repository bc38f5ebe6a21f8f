using System.Collections.Concurrent;

namespace Messenger.Journal.Sqlite;

/// <summary>Stamps a group of writes and commits it as one transaction. For the writer's thread.</summary>
internal sealed class GroupTransaction(ConcurrentDictionary<string, SqliteRoom> rooms, TimeProvider clock)
{
    private readonly List<SqliteRoom> _newRooms = [];

    /// <summary>The entries that the group has become, in its order; what repeats an earlier message adds none.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">
    /// SQLite fails. What was stamped counts as used, and if it was the commit that failed, it may have happened.
    /// </exception>
    public List<JournalEntry> Commit(WriterConnection connection, List<IPendingWrite> group)
    {
        List<JournalEntry> entries = new(group.Count);
        _newRooms.Clear();
        connection.Begin();
        foreach (IPendingWrite write in group)
        {
            switch (write)
            {
                case PendingRoom creation:
                    Create(connection, creation);
                    break;
                case PendingAppend append:
                    Append(connection, append, entries);
                    break;
            }
        }

        connection.Commit();
        _newRooms.ForEach(room => rooms[room.Room.Id] = room);
        return entries;
    }

    private void Create(WriterConnection connection, PendingRoom creation)
    {
        string id = creation.Room.Id;
        if (rooms.ContainsKey(id) || _newRooms.Exists(room => room.Room.Id == id))
        {
            creation.TrySetException(new ArgumentException($"There is a room '{id}'."));
            return;
        }

        var room = new SqliteRoom(rooms.Count + _newRooms.Count + 1, creation.Room);
        connection.Insert(room);
        _newRooms.Add(room);
    }

    private void Append(WriterConnection connection, PendingAppend append, List<JournalEntry> entries)
    {
        SqliteRoom room = rooms[append.RoomId];

        // Finds what this transaction has inserted, too.
        if (append.IdempotencyKey is { } key && connection.Find(room, key) is { } original)
        {
            append.Repeat(original);
            return;
        }

        room.LastSequence++;
        room.LastSendTime = SendTimes.Next(room.LastSendTime, clock.GetUtcNow());
        append.Entry = new JournalEntry(append.RoomId, room.LastSequence, room.LastSendTime, append.Author, append.Text);
        connection.Insert(MessageKey.Of(room.Number, room.LastSequence), append.Entry, append.IdempotencyKey);
        entries.Add(append.Entry);
    }
}
