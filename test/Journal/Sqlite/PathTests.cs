namespace Messenger.Journal.Tests;

/// <summary>The journal's file may stand anywhere and have any name; where it cannot, one sentence says why.</summary>
[TestClass]
public sealed class PathTests : StoreTests<SqliteStore>
{
    [TestMethod]
    [DataRow("one/two/three/messenger.db")]
    [DataRow("with a blank/a b.db")]
    [DataRow("what?/mode=memory?cache=shared")]
    [DataRow("a#b/c#d.db")]
    [DataRow("100%/%41%00.db")]
    [DataRow("a;b/Mode=Memory;c.db")]
    [DataRow("'a'/\"b\".db")]
    [DataRow("Данные/Журнал.db")]
    [DataRow(":memory:")]
    [DataRow("file:x/file:y.db")]
    [DataRow("a=b/|DataDirectory|.db")]
    [DataRow("without extension")]
    public async Task OpenAsync_OfAPath_MakesItsFoldersAndKeepsTheMessagesThere(string name)
    {
        string path = Path.Combine(Store.Folder, "at", name);
        JournalEntry entry;
        await using (IJournal journal = SqliteStore.Create(path))
        {
            await journal.OpenWithRoomsAsync().Within();
            entry = await journal.AppendAsync("room", "a", "t").Within();
        }

        string[] files = Directory.GetFiles(Path.Combine(Store.Folder, "at"), "*", SearchOption.AllDirectories);
        Assert.AreSequenceEqual([path, path + ".lock"], files.Order(StringComparer.Ordinal));
        await using IJournal again = SqliteStore.Create(path);
        await again.OpenAsync(_ => { }).Within();
        Assert.AreSequenceEqual([entry], await again.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task OpenAsync_OfARelativePath_IsFromTheWorkingFolder()
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, Store.Path);
        Assert.IsFalse(Path.IsPathRooted(relative));

        await using IJournal journal = SqliteStore.Create(relative);
        await journal.OpenAsync(_ => { }).Within();

        Assert.IsTrue(File.Exists(Store.Path));
    }

    [TestMethod]
    public async Task OpenAsync_OfAFolder_SaysSo()
    {
        Directory.CreateDirectory(Store.Path);

        await SaysAsync(Store.Path, "it is a folder");
    }

    [TestMethod]
    public async Task OpenAsync_BelowAFile_SaysWhatIsWrong()
    {
        await File.WriteAllTextAsync(Store.Path, "a file").Within();

        await SaysAsync(Path.Combine(Store.Path, "messenger.db"), Store.Path);
    }

    [TestMethod]
    public async Task OpenAsync_WhereNothingCanBeMade_SaysWhatIsWrong() => await SaysAsync("/proc/messenger/messenger.db", "/proc/messenger");

    private static async Task SaysAsync(string path, string what)
    {
        await using IJournal journal = SqliteStore.Create(path);

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => journal.OpenAsync(_ => { })).Within();

        Sentence.Check(refusal.Message);
        Assert.StartsWith($"The journal '{path}' cannot be opened: ", refusal.Message);
        Assert.Contains(what, refusal.Message);
    }
}
