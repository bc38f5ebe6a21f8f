using Microsoft.Data.Sqlite;

namespace Messenger.Journal.Tests;

/// <summary>A journal's file is one journal's at a time.</summary>
[TestClass]
public sealed class OneProgramTests : StoreTests<SqliteStore>
{
    [TestMethod]
    public async Task OpenAsync_OfAFileThatAnotherJournalHasOpen_IsRefusedAndTheOtherGoesOn()
    {
        await using IJournal first = Create();
        await first.OpenWithRoomsAsync().Within();
        await first.AppendAsync("room", "a", "1").Within();
        await using IJournal second = Create();

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => second.OpenAsync(_ => { })).Within();

        Sentence.Check(refusal.Message);
        Assert.Contains(Store.Path, refusal.Message);
        Assert.AreEqual(2, (await first.AppendAsync("room", "a", "2").Within()).Sequence);
        await second.DisposeAsync().Within();
        Assert.AreEqual(3, (await first.AppendAsync("room", "a", "3").Within()).Sequence);
        Assert.HasCount(3, await first.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task OpenAsync_OfALinkToAFileThatAnotherJournalHasOpen_IsRefused()
    {
        await using IJournal first = Create();
        await first.OpenWithRoomsAsync().Within();
        string link = Path.Combine(Store.Folder, "link.db");
        string linkToLink = Path.Combine(Store.Folder, "other.db");
        string folder = Path.Combine(Store.Folder, "folder");
        File.CreateSymbolicLink(link, Store.Path);
        File.CreateSymbolicLink(linkToLink, "link.db");
        Directory.CreateSymbolicLink(folder, Store.Folder);

        foreach (string path in new[] { link, linkToLink, Path.Combine(folder, "messenger.db"), Path.Combine(folder, "other.db") })
        {
            await using IJournal second = SqliteStore.Create(path);
            await Assert.ThrowsExactlyAsync<JournalOpenException>(() => second.OpenAsync(_ => { })).Within();
        }

        await first.AppendAsync("room", "a", "t").Within();
        await first.DisposeAsync().Within();
        await using IJournal third = SqliteStore.Create(linkToLink);
        await third.OpenAsync(_ => { }).Within();
        Assert.HasCount(1, await third.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task OpenAsync_OfALinkToNothing_MakesTheFileThere()
    {
        string link = Path.Combine(Store.Folder, "link.db");
        File.CreateSymbolicLink(link, Store.Path);

        await using IJournal journal = SqliteStore.Create(link);
        await journal.OpenWithRoomsAsync().Within();
        await journal.AppendAsync("room", "a", "t").Within();

        Assert.IsTrue(File.Exists(Store.Path));
        await using IJournal second = Create();
        await Assert.ThrowsExactlyAsync<JournalOpenException>(() => second.OpenAsync(_ => { })).Within();
    }

    [TestMethod]
    public async Task AppendAsync_WhileAnotherProgramWrites_FailsAndGoesOnOnceThatIsThrough()
    {
        await using IJournal journal = Create();
        await journal.OpenWithRoomsAsync().Within();
        using SqliteConnection other = SqliteStore.Connect(Store.Path);
        SqliteStore.Ask(other, "BEGIN IMMEDIATE");

        JournalUnavailableException refusal =
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "refused")).Within();
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "refused")).Within();

        Sentence.Check(refusal.Message);
        Assert.IsEmpty(await journal.ReadAllAsync("room"));
        SqliteStore.Ask(other, "ROLLBACK");
        await journal.AppendOnceItCanAsync("room", "a", "kept").Within();
        Assert.AreSequenceEqual(["kept"], (await journal.ReadAllAsync("room")).Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task OpenAsync_AfterTheOtherWasDisposed_OpensWithWhatItKept()
    {
        IJournal first = Create();
        await first.OpenWithRoomsAsync().Within();
        JournalEntry entry = await first.AppendAsync("room", "a", "1").Within();
        IJournal second = Create();
        await Assert.ThrowsExactlyAsync<JournalOpenException>(() => second.OpenAsync(_ => { })).Within();
        await first.DisposeAsync().Within();

        await using IJournal third = Create();
        await third.OpenAsync(_ => { }).Within();

        Assert.AreSequenceEqual([entry], await third.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task OpenAsync_OfSeveralAtTheSameTime_SucceedsForOne()
    {
        IJournal[] journals = [.. Enumerable.Range(0, 8).Select(_ => Create())];

        bool[] opened = await Task.WhenAll(journals.Select(async journal =>
        {
            try
            {
                await journal.OpenAsync(_ => { });
                return true;
            }
            catch (JournalOpenException)
            {
                return false;
            }
        })).Within();

        Assert.AreEqual(1, opened.Count(isOpen => isOpen));
        await Task.WhenAll(journals.Select(journal => journal.DisposeAsync().AsTask())).Within();
    }

    [TestMethod]
    public async Task OpenAsync_AsSoonAsTheOtherIsDisposed_Succeeds()
    {
        for (int i = 1; i <= 50; i++)
        {
            await using IJournal journal = Create();
            await journal.OpenAsync(_ => { }).Within();
            await (i == 1 ? journal.CreateRoomAsync(new JournalRoom("room", "Room")) : Task.CompletedTask).Within();
            Assert.AreEqual(i, (await journal.AppendAsync("room", "a", "t").Within()).Sequence);

            // Both wait until the file is closed, whichever is first.
            await Task.WhenAll(journal.DisposeAsync().AsTask(), journal.DisposeAsync().AsTask()).Within();
        }
    }
    [TestMethod]
    public async Task OpenAsync_OfAFileThatAnotherProcessHasOpen_IsRefusedUntilThatIsKilled()
    {
        await using JournalProcess first = await JournalProcess.OpenAsync(Store.Path);
        await first.CreateRoomAsync("room").Within();
        await first.AppendAsync("room", "a", "1").Within();
        await using IJournal second = Create();

        JournalOpenException refusal = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => second.OpenAsync(_ => { })).Within();
        JournalEntry last = await first.AppendAsync("room", "a", "2").Within();
        await first.KillAsync();

        Sentence.Check(refusal.Message);
        Assert.AreEqual(2, last.Sequence);
        await using IJournal third = Create();
        await third.OpenAsync(_ => { }).Within();
        Assert.AreSequenceEqual(["1", "2"], (await third.ReadAllAsync("room")).Select(entry => entry.Text));
        JournalOpenException other = await Assert.ThrowsExactlyAsync<JournalOpenException>(() => JournalProcess.OpenAsync(Store.Path)).Within();
        Sentence.Check(other.Message);
    }
}
