using Messenger.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Journal.Tests;

/// <summary>Journals in one SQLite database, one after the other, in a folder of its own.</summary>
public sealed class SqliteStore : IStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-journal-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "messenger.db");

    public IJournal Create(JournalOptions options, TimeProvider clock) => Create(Path, options, clock);

    /// <summary>A journal in another file.</summary>
    public static IJournal Create(string path, JournalOptions? options = null, TimeProvider? clock = null) =>
        new SqliteJournal(path, options ?? new JournalOptions(), clock ?? TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    /// <summary>A connection as any program has one.</summary>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Runs a statement over a connection, and returns the first value of its answer.</summary>
    public static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Runs a statement over a connection of its own, and returns the first value of its answer.</summary>
    public static object? Ask(string path, string sql)
    {
        using SqliteConnection connection = Connect(path);
        return Ask(connection, sql);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
