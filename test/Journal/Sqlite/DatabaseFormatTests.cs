using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Tests;

/// <summary>How the journal's database looks to another program.</summary>
[TestClass]
public sealed class DatabaseFormatTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task Database_SaysWhatItIs()
    {
        await using (IJournal journal = Create())
        {
            await journal.OpenAsync(_ => { }).Within();
        }

        Assert.AreEqual("wal", SqliteStore.Ask(Store.Path, "PRAGMA journal_mode"));
        Assert.AreEqual(2L, SqliteStore.Ask(Store.Path, "PRAGMA user_version"));
        Assert.AreEqual((long)0x4D534752, SqliteStore.Ask(Store.Path, "PRAGMA application_id"));
        Assert.AreEqual("ok", SqliteStore.Ask(Store.Path, "PRAGMA integrity_check"));
    }

    [TestMethod]
    [DataRow("room", "id")]
    [DataRow("room", "name")]
    [DataRow("message", "author")]
    [DataRow("message", "text")]
    [DataRow("message", "idempotency_key")]
    public async Task Database_KeepsNamesAndTextsAsBlobs(string table, string column)
    {
        await using (IJournal journal = Create())
        {
            await journal.OpenWithRoomsAsync().Within();
            await journal.AppendAsync("room", "Алиса", "123", "456").Within();
            await journal.AppendAsync("room", "", "", "").Within();
        }

        Assert.AreEqual("blob", SqliteStore.Ask(Store.Path, $"SELECT group_concat(DISTINCT typeof({column})) FROM {table}"));
    }

    [TestMethod]
    public async Task Database_HasNoKeyForMessagesWithoutOne()
    {
        await using (IJournal journal = Create())
        {
            await journal.OpenWithRoomsAsync().Within();
            await journal.AppendAsync("room", "a", "t", "key").Within();
            await journal.AppendAsync("room", "a", "t").Within();
        }

        Assert.AreEqual("blob,null", SqliteStore.Ask(Store.Path, "SELECT group_concat(typeof(idempotency_key)) FROM message"));
    }

    [TestMethod]
    public async Task OpenAsync_OfAnEmptyFile_MakesItAJournal()
    {
        await File.WriteAllBytesAsync(Store.Path, []).Within();

        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        Assert.AreEqual(1, (await journal.AppendAsync("room", "a", "t").Within()).Sequence);
    }

    [TestMethod]
    public async Task OpenAsync_OfADatabaseWithNothingInIt_MakesItAJournal()
    {
        // What a server leaves that is killed while it sets the file up.
        SqliteStore.Ask(Store.Path, "PRAGMA journal_mode = WAL");
        Assert.AreNotEqual(0, new FileInfo(Store.Path).Length);

        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();

        Assert.AreEqual(1, (await journal.AppendAsync("room", "a", "t").Within()).Sequence);
    }

    [TestMethod]
    public async Task AppendAsync_WhileAnotherProgramReads_Completes()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        using SqliteConnection other = SqliteStore.Connect(Store.Path);
        SqliteStore.Ask(other, "BEGIN");
        Assert.AreEqual(0L, SqliteStore.Ask(other, "SELECT count(*) FROM message"));

        await journal.AppendAsync("room", "a", "t").Within();

        Assert.AreEqual(0L, SqliteStore.Ask(other, "SELECT count(*) FROM message"));
        SqliteStore.Ask(other, "COMMIT");
        Assert.AreEqual(1L, SqliteStore.Ask(other, "SELECT count(*) FROM message"));
    }
}
