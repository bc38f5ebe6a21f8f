using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Sqlite;

/// <summary>The connection that writes, which it owns, and the statements over it. For the writer's thread.</summary>
internal sealed class WriterConnection : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _insertRoom;
    private readonly SqliteCommand _insertMessage;
    private readonly SqliteCommand _findByKey;

    public WriterConnection(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _insertRoom = Command(
            "INSERT INTO room (number, id, name) VALUES ($number, $id, $name)",
            ("$number", SqliteType.Integer),
            ("$id", SqliteType.Blob),
            ("$name", SqliteType.Blob));
        _insertMessage = Command(
            "INSERT INTO message (id, send_time, author, text, idempotency_key) VALUES ($id, $sendTime, $author, $text, $key)",
            ("$id", SqliteType.Integer),
            ("$sendTime", SqliteType.Integer),
            ("$author", SqliteType.Blob),
            ("$text", SqliteType.Blob),
            ("$key", SqliteType.Blob));
        _findByKey = Command(
            $"SELECT id, send_time, author, text FROM message WHERE id >> {MessageKey.SequenceBits} = $room AND idempotency_key = $key",
            ("$room", SqliteType.Integer),
            ("$key", SqliteType.Blob));
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Insert(SqliteRoom room)
    {
        SqliteParameterCollection values = _insertRoom.Parameters;
        values[0].Value = room.Number;
        values[1].Value = Encoding.UTF8.GetBytes(room.Room.Id);
        values[2].Value = Encoding.UTF8.GetBytes(room.Room.Name);
        _insertRoom.ExecuteNonQuery();
    }

    public void Insert(long id, JournalEntry entry, string? idempotencyKey)
    {
        SqliteParameterCollection values = _insertMessage.Parameters;
        values[0].Value = id;
        values[1].Value = entry.SendTime;
        values[2].Value = Encoding.UTF8.GetBytes(entry.Author);
        values[3].Value = Encoding.UTF8.GetBytes(entry.Text);
        values[4].Value = idempotencyKey is null ? DBNull.Value : Encoding.UTF8.GetBytes(idempotencyKey);
        _insertMessage.ExecuteNonQuery();
    }

    /// <summary>The message of a room with this key, or null.</summary>
    public JournalEntry? Find(SqliteRoom room, string idempotencyKey)
    {
        _findByKey.Parameters[0].Value = room.Number;
        _findByKey.Parameters[1].Value = Encoding.UTF8.GetBytes(idempotencyKey);
        using SqliteDataReader row = _findByKey.ExecuteReader();
        return row.Read()
            ? new JournalEntry(room.Room.Id, MessageKey.Sequence(row.GetInt64(0)), row.GetInt64(1), Text(row, 2), Text(row, 3))
            : null;
    }

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Removes the rooms after the first so many.</summary>
    public void DeleteRoomsAfter(long number)
    {
        using SqliteCommand delete = Command("DELETE FROM room WHERE number > $number", ("$number", SqliteType.Integer));
        delete.Parameters[0].Value = number;
        delete.ExecuteNonQuery();
    }

    /// <summary>Moves what the log has into the database, as far as no reader needs it to stay.</summary>
    /// <param name="mode">PASSIVE, RESTART or TRUNCATE, as SQLite has it.</param>
    /// <returns>How many pages the log has, moved or not; null if it could not be done.</returns>
    public long? Checkpoint(string mode)
    {
        using SqliteCommand checkpoint = Command($"PRAGMA wal_checkpoint({mode})");
        using SqliteDataReader row = checkpoint.ExecuteReader();
        row.Read();
        bool isBusy = row.GetInt64(0) != 0;
        return isBusy ? null : row.GetInt64(1);
    }

    /// <summary>The same, once the readers that are in its way are through; null if there are some for a second.</summary>
    /// <remarks>SQLite's own waiting, as it is built here, looks every second, and with readers at work finds one each time.</remarks>
    public long? CheckpointBetweenReaders(string mode)
    {
        long start = Stopwatch.GetTimestamp();
        long? pages = Checkpoint(mode);
        while (pages is null && Stopwatch.GetElapsedTime(start) < LongestWait)
        {
            Thread.Sleep(1);
            pages = Checkpoint(mode);
        }

        return pages;
    }

    /// <summary>What tells the journal from all others; see <see cref="IJournal.Id"/>.</summary>
    public string ReadJournalId()
    {
        using SqliteCommand select = Command("SELECT id FROM journal");
        return new Guid((byte[])select.ExecuteScalar()!, bigEndian: true).ToString();
    }

    /// <summary>All rooms, in the order of their creation, with their last messages.</summary>
    public IEnumerable<SqliteRoom> ReadRooms()
    {
        // The highest id of each range is one descent in the tree.
        using SqliteCommand select = Command(
            $"""
            SELECT room.number, room.id, room.name, message.id, message.send_time
            FROM room LEFT JOIN message ON message.id =
                (SELECT max(id) FROM message WHERE id > room.number << {MessageKey.SequenceBits} AND id < (room.number + 1) << {MessageKey.SequenceBits})
            ORDER BY room.number
            """);
        using SqliteDataReader rows = select.ExecuteReader();
        while (rows.Read())
        {
            var room = new JournalRoom(Text(rows, 1), Text(rows, 2));
            long last = rows.IsDBNull(3) ? 0 : MessageKey.Sequence(rows.GetInt64(3));
            long lastTime = rows.IsDBNull(4) ? 0 : rows.GetInt64(4);
            yield return new SqliteRoom(rows.GetInt64(0), room)
            {
                PublishedSequence = last,
                PublishedSendTime = lastTime,
                LastSequence = last,
                LastSendTime = lastTime,
            };
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _insertRoom.Dispose();
        _insertMessage.Dispose();
        _findByKey.Dispose();
        _connection.Dispose();
    }

    private static string Text(SqliteDataReader rows, int column) => Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(column));

    private SqliteCommand Command(string sql, params (string Name, SqliteType Type)[] parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, SqliteType type) in parameters)
        {
            command.Parameters.Add(name, type);
        }

        return command;
    }
}
