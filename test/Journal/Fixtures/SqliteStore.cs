using Messenger.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Journal.Tests;

/// <summary>Journals in one SQLite database, one after the other, in a folder of its own.</summary>
public sealed class SqliteStore : IStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-journal-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "messenger.db");

    public IJournal Create(JournalOptions options, TimeProvider clock) => new SqliteJournal(Path, options, clock, NullLogger<SqliteJournal>.Instance);

    public void Dispose() => _folder.Delete(recursive: true);
}
