namespace Messenger.Journal.Tests;

/// <summary>While the file is not where it was, writes fail with a sentence and reads go on; once it is back, so does the journal.</summary>
[TestClass]
public sealed class MovedFileTests : StoreTests<SqliteStore>
{
    private readonly List<JournalEntry> _published = [];

    private string FolderOfTheFile => Path.Combine(Store.Folder, "data");

    private string FilePath => Path.Combine(FolderOfTheFile, "messenger.db");

    private string Aside => Path.Combine(Store.Folder, "aside");

    [TestMethod]
    public async Task AppendAsync_WhileTheFolderIsAway_FailsAndGoesOnOnceItIsBack()
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry before = await journal.AppendAsync("room", "a", "before").Within();

        for (int round = 0; round < 2; round++)
        {
            Directory.Move(FolderOfTheFile, Aside);
            JournalUnavailableException refusal =
                await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "away")).Within();
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.CreateRoomAsync(new JournalRoom("new", "New"))).Within();

            Sentence.Check(refusal.Message);
            Assert.Contains($"'{FilePath}' is not there", refusal.Message);
            Assert.AreEqual(before, (await journal.ReadAllAsync("room"))[0]);
            Directory.Move(Aside, FolderOfTheFile);
            await journal.AppendOnceItCanAsync("room", "a", "after");
        }

        Assert.AreSequenceEqual(["before", "after", "after"], _published.Select(entry => entry.Text));
        Assert.AreSequenceEqual(_published, await journal.ReadAllAsync("room"));
        Assert.IsFalse((await journal.ReadRoomsAsync().Within()).Any(room => room.Id == "new"));
    }

    [TestMethod]
    public async Task AppendAsync_WhileTheFileIsDeleted_FailsAndWhatWasReadGoesOnToBeRead()
    {
        await using IJournal journal = await OpenAsync();
        await journal.AppendAsync("room", "a", "before").Within();
        await journal.ReadAllAsync("room");

        File.Delete(FilePath);

        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "gone")).Within();
        }

        Assert.AreSequenceEqual(["before"], (await journal.ReadAllAsync("room")).Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_WithAnotherJournalInItsPlace_FailsUntilItsOwnIsBack()
    {
        // It has the same rooms, and more in them.
        string otherFolder = Path.Combine(Store.Folder, "other");
        string otherPath = Path.Combine(otherFolder, "messenger.db");
        await using (IJournal other = SqliteStore.Create(otherPath))
        {
            await other.OpenWithRoomsAsync().Within();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => other.AppendAsync("room", "a", "other"))).Within();
        }

        byte[] otherBytes = await File.ReadAllBytesAsync(otherPath).Within();
        await using IJournal journal = await OpenAsync();
        await journal.AppendAsync("room", "a", "before").Within();
        Directory.Move(FolderOfTheFile, Aside);
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "away")).Within();

        Directory.Move(otherFolder, FolderOfTheFile);
        JournalUnavailableException refusal = await UntilItFailsWithAsync(journal, "is another journal");

        Sentence.Check(refusal.Message);
        Assert.AreSequenceEqual(otherBytes, await File.ReadAllBytesAsync(FilePath).Within());
        Directory.Move(FolderOfTheFile, otherFolder);
        Directory.Move(Aside, FolderOfTheFile);
        await journal.AppendOnceItCanAsync("room", "a", "after");
        Assert.AreSequenceEqual(["before", "after"], _published.Select(entry => entry.Text));
        Assert.AreSequenceEqual(_published, await journal.ReadAllAsync("room"));
    }

    [TestMethod]
    public async Task AppendAsync_WithAnOlderCopyInItsPlace_FailsUntilItsOwnIsBack()
    {
        string copyFolder = Path.Combine(Store.Folder, "copy");
        await using IJournal journal = await OpenAsync();
        await journal.AppendAsync("room", "a", "before").Within();
        Directory.CreateDirectory(copyFolder);
        File.Copy(FilePath, Path.Combine(copyFolder, "messenger.db"));
        File.Copy(FilePath + "-wal", Path.Combine(copyFolder, "messenger.db-wal"));
        await journal.AppendAsync("room", "a", "since").Within();

        // On the copy, too, there was a second message.
        await using (IJournal other = SqliteStore.Create(Path.Combine(copyFolder, "messenger.db")))
        {
            await other.OpenAsync(_ => { }).Within();
            Assert.AreEqual(2, (await other.AppendAsync("room", "a", "other").Within()).Sequence);
        }

        Directory.Move(FolderOfTheFile, Aside);
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "away")).Within();

        Directory.Move(copyFolder, FolderOfTheFile);
        JournalUnavailableException refusal = await UntilItFailsWithAsync(journal, "does not have what was stored in it");

        Sentence.Check(refusal.Message);
        Directory.Move(FolderOfTheFile, copyFolder);
        Directory.Move(Aside, FolderOfTheFile);
        await journal.AppendOnceItCanAsync("room", "a", "after");
        Assert.AreSequenceEqual(["before", "since", "after"], (await journal.ReadAllAsync("room")).Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_BySendersThatTryAgainAtOnce_SucceedsForAllOnceTheFileIsBack()
    {
        await using IJournal journal = await OpenAsync();
        Directory.Move(FolderOfTheFile, Aside);
        using var failed = new CountdownEvent(8);
        Task[] senders =
        [
            .. Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
            {
                for (bool isFirst = true; ; isFirst = false)
                {
                    try
                    {
                        await journal.AppendAsync("room", "a", $"{sender}");
                        return;
                    }
                    catch (JournalUnavailableException)
                    {
                        if (isFirst)
                        {
                            failed.Signal();
                        }
                    }
                }
            })),
        ];
        Assert.IsTrue(failed.Wait(Patience.Limit));

        Directory.Move(Aside, FolderOfTheFile);

        await Task.WhenAll(senders).Within();
        Assert.AreSequenceEqual(Enumerable.Range(0, 8).Select(i => $"{i}"), _published.Select(entry => entry.Text).Order());
    }

    [TestMethod]
    public async Task DisposeAsync_WhileTheFolderIsAway_Completes()
    {
        IJournal journal = await OpenAsync();
        JournalEntry entry = await journal.AppendAsync("room", "a", "before").Within();
        Directory.Move(FolderOfTheFile, Aside);
        await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "away")).Within();

        await journal.DisposeAsync().Within();

        await using IJournal again = SqliteStore.Create(Path.Combine(Aside, "messenger.db"));
        await again.OpenAsync(_ => { }).Within();
        Assert.AreSequenceEqual([entry], await again.ReadAllAsync("room"));
    }

    private async Task<IJournal> OpenAsync()
    {
        IJournal journal = SqliteStore.Create(FilePath);
        await journal.OpenWithRoomsAsync(_published.AddRange).Within();
        return journal;
    }

    private static async Task<JournalUnavailableException> UntilItFailsWithAsync(IJournal journal, string why)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            JournalUnavailableException refusal =
                await Assert.ThrowsExactlyAsync<JournalUnavailableException>(() => journal.AppendAsync("room", "a", "refused")).Within();
            if (refusal.Message.Contains(why, StringComparison.Ordinal))
            {
                return refusal;
            }

            Assert.IsTrue(DateTime.UtcNow < end, $"Waited in vain for '{why}', and was told: {refusal.Message}");
            await Task.Delay(10);
        }
    }
}
