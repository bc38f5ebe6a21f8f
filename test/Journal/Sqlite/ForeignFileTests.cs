using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Tests;

/// <summary>A file that is not a journal of this version or an older one stops the opening with one sentence, and stays as it is.</summary>
[TestClass]
public sealed class ForeignFileTests : StoreTests<SqliteStore>
{
    [TestMethod]
    [DataRow("Dear diary, today I have written a text that is longer than the header of a database, which has a hundred bytes.")]
    [DataRow("short")]
    [DataRow("SQLite format 3\0 and then something else altogether, which goes on for some more than a hundred bytes, as it does here.")]
    public async Task OpenAsync_OfAFileThatIsNoDatabase_LeavesItAsItIs(string content)
    {
        await File.WriteAllTextAsync(Store.Path, content).Within();

        await IsRefusedAsync("it is not a database");
    }

    [TestMethod]
    [DataRow("DELETE")]
    [DataRow("WAL")]
    public async Task OpenAsync_OfAnotherProgramsDatabase_LeavesItAsItIs(string journalMode)
    {
        using (SqliteConnection connection = SqliteStore.Connect(Store.Path))
        {
            SqliteStore.Ask(connection, $"PRAGMA journal_mode = {journalMode}");
            SqliteStore.Ask(connection, "CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('Borscht')");
        }

        await IsRefusedAsync("it is a database of another program");
        Assert.AreEqual("Borscht", SqliteStore.Ask(Store.Path, "SELECT name FROM recipe"));
    }

    [TestMethod]
    [DataRow("PRAGMA application_id = 17")]
    [DataRow("PRAGMA user_version = 1")]
    public async Task OpenAsync_OfAnotherProgramsDatabaseWithoutTables_LeavesItAsItIs(string sql)
    {
        SqliteStore.Ask(Store.Path, sql);

        await IsRefusedAsync("it is a database of another program");
    }

    [TestMethod]
    public async Task OpenAsync_OfADatabaseThatAnotherProgramHasOpen_LeavesItAsItIs()
    {
        // What it says stands in its log.
        using SqliteConnection other = SqliteStore.Connect(Store.Path);
        SqliteStore.Ask(other, "PRAGMA journal_mode = WAL");
        SqliteStore.Ask(other, "CREATE TABLE recipe (name TEXT)");
        SqliteStore.Ask(other, "INSERT INTO recipe VALUES ('Borscht')");
        Assert.IsGreaterThan(0, new FileInfo(Store.Path + "-wal").Length);

        await IsRefusedAsync("it is a database of another program");

        Assert.AreEqual("Borscht", SqliteStore.Ask(other, "SELECT name FROM recipe"));
        SqliteStore.Ask(other, "INSERT INTO recipe VALUES ('Pelmeni')");
        Assert.AreEqual(2L, SqliteStore.Ask(Store.Path, "SELECT count(*) FROM recipe"));
    }

    [TestMethod]
    public async Task OpenAsync_OfAnotherProgramsDatabaseAfterACrash_LeavesItsLogToIt()
    {
        string original = Path.Combine(Store.Folder, "original.db");
        using (SqliteConnection other = SqliteStore.Connect(original))
        {
            SqliteStore.Ask(other, "PRAGMA journal_mode = WAL");
            SqliteStore.Ask(other, "CREATE TABLE recipe (name TEXT)");
            SqliteStore.Ask(other, "INSERT INTO recipe VALUES ('Borscht')");
            File.Copy(original, Store.Path);
            File.Copy(original + "-wal", Store.Path + "-wal");
        }

        await IsRefusedAsync("it is a database of another program");
        Assert.AreEqual("Borscht", SqliteStore.Ask(Store.Path, "SELECT name FROM recipe"));
    }

    [TestMethod]
    public async Task OpenAsync_OfANewerVersion_LeavesItAsItIs()
    {
        await MakeJournalAsync();
        SqliteStore.Ask(Store.Path, "PRAGMA user_version = 3");

        await IsRefusedAsync("it is of version 3, and this program knows versions up to 2");
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    public async Task OpenAsync_OfATruncatedJournal_LeavesItAsItIs(double part)
    {
        await MakeJournalAsync();
        using (FileStream file = File.OpenWrite(Store.Path))
        {
            file.SetLength((long)(file.Length * part));
        }

        await IsRefusedAsync("malformed");
    }

    [TestMethod]
    public async Task OpenAsync_AfterARefusal_OpensWhatIsThereThen()
    {
        await File.WriteAllTextAsync(Store.Path, "Dear diary").Within();
        await IsRefusedAsync("it is not a database");
        File.Delete(Store.Path);

        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        Assert.AreEqual(1, (await journal.AppendAsync("room", "a", "t").Within()).Sequence);
    }

    private async Task MakeJournalAsync()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => journal.AppendAsync("room", "a", $"Some text or other, {i}"))).Within();
    }

    private async Task IsRefusedAsync(string why)
    {
        string[] before = Files();
        await using IJournal journal = Create();

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => journal.OpenAsync(_ => { })).Within();

        Sentence.Check(refusal.Message);
        Assert.StartsWith($"The journal '{Store.Path}' cannot be opened: ", refusal.Message);
        Assert.Contains(why, refusal.Message);
        Assert.AreSequenceEqual(before, Files());
    }

    // The files that are somebody's, and what is in them: not the journal's own lock, and not what SQLite makes for every reader of a
    // database with a log, which is the log's index and, where there is no log, an empty one.
    private string[] Files() =>
    [
        .. Directory.GetFiles(Store.Folder)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) || new FileInfo(file).Length > 0)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file}: {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];
}
