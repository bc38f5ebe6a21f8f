using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Sqlite;

/// <summary>
/// The file of a journal's database, and the lock beside it that makes it one program's. Only SQLite opens the file itself: closing any
/// other descriptor of it would drop the locks that SQLite holds.
/// </summary>
internal sealed class DatabaseFile : IDisposable
{
    private const int NotADatabase = 26;

    // How long a statement waits for another program that has the database locked.
    private const int WaitingSeconds = 2;

    // More than SQLite needs to open a database, for its log's index.
    private const int TrialBytes = 64 << 10;

    private readonly FileStream _lock;

    private DatabaseFile(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    public string Path { get; }

    /// <summary>Whether it is where it was; a file that was deleted or moved away could be written to without an error.</summary>
    public bool IsThere => File.Exists(Path);

    /// <summary>How many bytes it has, those in SQLite's log included.</summary>
    public long Length => LengthOf(Path) + LengthOf(Path + "-wal");

    /// <summary>Whether its disk takes what is written, found out beside it.</summary>
    public bool TryDisk()
    {
        try
        {
            try
            {
                RandomAccess.Write(_lock.SafeFileHandle, new byte[TrialBytes], fileOffset: 0);
                RandomAccess.FlushToDisk(_lock.SafeFileHandle);
                return true;
            }
            finally
            {
                RandomAccess.SetLength(_lock.SafeFileHandle, 0);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Takes the file for this program alone, making the folders that lead to it. The file itself need not be there.</summary>
    /// <exception cref="JournalOpenException">It cannot be had, or is something else than a journal of this version or an older one.</exception>
    public static DatabaseFile Take(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        FileStream fileLock;
        try
        {
            // The lock is beside the file itself, whatever links lead to it.
            if (new FileInfo(full) is { LinkTarget: not null } link)
            {
                full = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full) ?? full);
            if (Directory.Exists(full))
            {
                throw Unopened(full, "it is a folder");
            }

            fileLock = new FileStream(full + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unopened(full, e.Message, e);
        }

        var file = new DatabaseFile(full, fileLock);
        try
        {
            file.Check();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes the file, if it is not there, and brings it to this version.</summary>
    /// <exception cref="SqliteException">SQLite cannot do it.</exception>
    /// <exception cref="JournalOpenException">SQLite cannot keep a log beside it.</exception>
    public void SetUp()
    {
        using SqliteConnection connection = Connect(SqliteOpenMode.ReadWriteCreate);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw Unopened(Path, "SQLite cannot keep a write-ahead log there");
        }

        Schema.Migrate(connection);
    }

    /// <summary>A connection that writes.</summary>
    /// <exception cref="SqliteException">SQLite cannot open it.</exception>
    /// <remarks>
    /// A commit is on the disk when it returns, also where fsync alone does not mean that (macOS). When to checkpoint is the writer's to say.
    /// </remarks>
    public SqliteConnection OpenForWriting() => Connect(
        SqliteOpenMode.ReadWrite,
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA wal_autocheckpoint = 0");

    /// <summary>A connection that only reads.</summary>
    /// <exception cref="SqliteException">SQLite cannot open it.</exception>
    public SqliteConnection OpenForReading() => Connect(SqliteOpenMode.ReadWrite, "PRAGMA query_only = 1");

    public void Dispose() => _lock.Dispose();

    /// <summary>That it cannot be opened, and why.</summary>
    public JournalOpenException Unopened(SqliteException e) => Unopened(Path, e.Message, e);

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static JournalOpenException Unopened(string path, string problem, Exception? innerException = null) =>
        new($"The journal '{path}' cannot be opened: {problem.TrimEnd('.')}.", innerException);

    // Over a connection that cannot write, so that what is not a journal stays as it is.
    private void Check()
    {
        if (!IsThere)
        {
            return;
        }

        string? problem;
        try
        {
            using SqliteConnection connection = Connect(SqliteOpenMode.ReadOnly);
            problem = Schema.Problem(connection);
        }
        catch (SqliteException e)
        {
            problem = e.SqliteErrorCode == NotADatabase ? "it is not a database" : e.Message;
        }

        if (problem is not null)
        {
            throw Unopened(Path, problem);
        }
    }

    private SqliteConnection Connect(SqliteOpenMode mode, string? pragmas = null)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false, DefaultTimeout = WaitingSeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            if (pragmas is not null)
            {
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = pragmas;
                command.ExecuteNonQuery();
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
