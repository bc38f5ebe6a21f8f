using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Sqlite;

/// <summary>The tables of a journal's database, and how those of an older version become those of this one.</summary>
internal static class Schema
{
    // "MSGR". It tells the messenger's databases from those of other programs.
    private const int ApplicationId = 0x4D534752;

    // A message's id is its room's number and its sequence in one, see MessageKey: of the layouts that were measured, the one that appends
    // and reads fastest. Names and texts are BLOBs, so that SQLite keeps every byte of them. An idempotency key is its room's: id >> 40 is
    // the room's number. Messages without one are not in that index, and cost nothing there.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE room (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name BLOB NOT NULL);
        CREATE TABLE message (id INTEGER PRIMARY KEY, send_time INTEGER NOT NULL, author BLOB NOT NULL, text BLOB NOT NULL);
        """,
        """
        CREATE TABLE journal (id BLOB NOT NULL);
        INSERT INTO journal (id) VALUES (randomblob(16));
        ALTER TABLE message ADD COLUMN idempotency_key BLOB;
        CREATE UNIQUE INDEX message_by_key ON message (id >> 40, idempotency_key) WHERE idempotency_key IS NOT NULL;
        """,
    ];

    private static int Version => Migrations.Length;

    /// <summary>What is wrong with a database, as the end of a sentence; null if it is a journal that this version can open.</summary>
    public static string? Problem(SqliteConnection connection)
    {
        long application = Read(connection, "PRAGMA application_id");
        long version = Read(connection, "PRAGMA user_version");
        if (application != ApplicationId)
        {
            // What SQLite makes first of a file that a server was about to set up when it was killed.
            bool isBlank = application == 0 && version == 0 && Read(connection, "SELECT count(*) FROM sqlite_master") == 0;
            return isBlank ? null : "it is a database of another program";
        }

        return version > Version ? $"it is of version {version}, and this program knows versions up to {Version}" : null;
    }

    /// <summary>Brings a database to this version, in one transaction; a new one gets its tables so.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        long version = Read(connection, "PRAGMA user_version");
        if (version == Version)
        {
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach (string migration in Migrations.Skip((int)version))
        {
            Execute(connection, migration);
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
        transaction.Commit();
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
