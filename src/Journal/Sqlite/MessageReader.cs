using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Messenger.Journal.Sqlite;

/// <summary>Reads pages of messages over one connection, which it owns. For one caller at a time.</summary>
internal sealed class MessageReader : IDisposable
{
    private const int Id = 0;
    private const int SendTime = 1;
    private const int Author = 2;
    private const int Text = 3;

    private readonly SqliteConnection _connection;
    private readonly JournalOptions _options;
    private readonly SqliteCommand _forwards;
    private readonly SqliteCommand _backwards;
    private readonly SqliteCommand _sendTime;

    private MessageReader(SqliteConnection connection, JournalOptions options)
    {
        _connection = connection;
        _options = options;
        _forwards = Command("ASC");
        _backwards = Command("DESC");
        _sendTime = connection.CreateCommand();
        _sendTime.CommandText = "SELECT send_time FROM message WHERE id = $id";
        _sendTime.Parameters.Add("$id", SqliteType.Integer);
    }

    /// <summary>Opens a connection so far that it reads on when the file is moved away.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public static MessageReader Open(DatabaseFile file, JournalOptions options)
    {
        var reader = new MessageReader(file.OpenForReading(), options);
        try
        {
            // Reads the tables' definitions, for which SQLite opens the log, too.
            reader._forwards.Prepare();
            reader._backwards.Prepare();
            reader._sendTime.Prepare();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public JournalPage ReadAfter(SqliteRoom room, long sequence, int limit) =>
        Read(_forwards, room, MessageKey.Of(room.Number, sequence), MessageKey.End(room.Number), limit);

    public JournalPage ReadBefore(SqliteRoom room, long sequence, int limit)
    {
        JournalPage page = Read(_backwards, room, MessageKey.Of(room.Number, 0), MessageKey.Of(room.Number, sequence), limit);
        return page with { Entries = [.. page.Entries.Reverse()] };
    }

    /// <summary>The place behind what was accepted at a time or before; null if that is later than the newest message.</summary>
    public JournalPosition? Find(SqliteRoom room, long sendTime)
    {
        JournalPosition newest = ReadBefore(room, long.MaxValue, limit: 1).Entries is [var entry]
            ? JournalPosition.After(entry)
            : JournalPosition.Beginning;
        if (sendTime < SendTimes.BeforeFirst || sendTime > newest.SendTime)
        {
            return null;
        }

        long sequence = SendTimes.Find(0, newest.Sequence, sendTime, sequence => SendTimeOf(room, sequence));
        return sequence == 0 ? JournalPosition.Beginning : new JournalPosition(sequence, SendTimeOf(room, sequence));
    }

    public void Dispose()
    {
        _sendTime.Dispose();
        _forwards.Dispose();
        _backwards.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string direction)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText =
            $"SELECT id, send_time, author, text FROM message WHERE id > $after AND id < $before ORDER BY id {direction} LIMIT $limit";
        command.Parameters.Add("$after", SqliteType.Integer);
        command.Parameters.Add("$before", SqliteType.Integer);
        command.Parameters.Add("$limit", SqliteType.Integer);
        return command;
    }

    // Numbers have no gaps, and nothing is ever deleted.
    private long SendTimeOf(SqliteRoom room, long sequence)
    {
        _sendTime.Parameters[0].Value = MessageKey.Of(room.Number, sequence);
        return (long)_sendTime.ExecuteScalar()!;
    }

    // One short read transaction: from here to the end of the reader.
    private JournalPage Read(SqliteCommand command, SqliteRoom room, long after, long before, int limit)
    {
        int count = Math.Min(limit, _options.PageEntries);
        command.Parameters[0].Value = after;
        command.Parameters[1].Value = before;
        command.Parameters[2].Value = count + 1L;
        List<JournalEntry> entries = [];
        long bytes = 0;
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            JournalEntry entry = Entry(room, rows);
            bytes += entry.Size;
            if (entries.Count == count || (entries.Count > 0 && bytes > _options.PageBytes))
            {
                return new JournalPage(entries, HasMore: true);
            }

            entries.Add(entry);
        }

        return new JournalPage(entries, HasMore: false);
    }

    // Decoded where it lies in SQLite's page: the framework would copy it first.
    private static JournalEntry Entry(SqliteRoom room, SqliteDataReader rows) => new(
        room.Room.Id,
        MessageKey.Sequence(rows.GetInt64(Id)),
        rows.GetInt64(SendTime),
        Encoding.UTF8.GetString(raw.sqlite3_column_blob(rows.Handle, Author)),
        Encoding.UTF8.GetString(raw.sqlite3_column_blob(rows.Handle, Text)));
}
