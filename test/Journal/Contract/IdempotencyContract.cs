namespace Messenger.Journal.Tests;

/// <summary>An append that is tried again with its key is the same message.</summary>
public abstract class IdempotencyContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    private readonly List<JournalEntry> _published = [];

    [TestMethod]
    public async Task AppendAsync_WithTheSameKeyAgain_ReturnsTheFirstEntryAndStoresNothing()
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry first = await journal.AppendAsync("room", "Ann", "Hello", "key").Within();
        JournalEntry between = await journal.AppendAsync("room", "Ann", "Hello").Within();

        JournalEntry again = await journal.AppendAsync("room", "Ann", "Hello", "key").Within();

        Assert.AreEqual(first, again);
        JournalEntry next = await journal.AppendAsync("room", "Ann", "Hello").Within();
        Assert.AreEqual(3, next.Sequence);
        Assert.AreSequenceEqual([first, between, next], await journal.ReadAllAsync("room"));
        Assert.AreSequenceEqual([first, between, next], _published);
    }

    [TestMethod]
    [DataRow("Ann", "Hello!")]
    [DataRow("Bob", "Hello")]
    [DataRow("ann", "Hello")]
    [DataRow("", "")]
    public async Task AppendAsync_WithTheKeyOfAnotherMessage_IsAConflictAndStoresNothing(string author, string text)
    {
        await using IJournal journal = await OpenAsync();
        JournalEntry first = await journal.AppendAsync("room", "Ann", "Hello", "key").Within();

        IdempotencyConflictException refusal = await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(
            () => journal.AppendAsync("room", author, text, "key")).Within();

        Sentence.Check(refusal.Message);
        Assert.Contains("'key'", refusal.Message);
        Assert.AreEqual(first, await journal.AppendAsync("room", "Ann", "Hello", "key").Within());
        JournalEntry next = await journal.AppendAsync("room", author, text, "another key").Within();
        Assert.AreSequenceEqual([first, next], await journal.ReadAllAsync("room"));
        Assert.AreSequenceEqual([first, next], _published);
    }

    [TestMethod]
    public async Task AppendAsync_WithTheSameKeyInAnotherRoom_IsAnotherMessage()
    {
        await using IJournal journal = await OpenAsync();

        JournalEntry one = await journal.AppendAsync("one", "Ann", "Hello", "key").Within();
        JournalEntry other = await journal.AppendAsync("other", "Bob", "Good bye", "key").Within();

        Assert.AreSequenceEqual([one], await journal.ReadAllAsync("one"));
        Assert.AreSequenceEqual([other], await journal.ReadAllAsync("other"));
        Assert.AreEqual(one, await journal.AppendAsync("one", "Ann", "Hello", "key").Within());
        Assert.AreEqual(other, await journal.AppendAsync("other", "Bob", "Good bye", "key").Within());
    }

    [TestMethod]
    public async Task AppendAsync_WithKeysThatAreNearlyTheSame_AreSeveralMessages()
    {
        string[] keys = ["k", "K", "k ", " k", "kk", "%", "_", "'", "\"", "\\", "NULL", "0", "00", new string('k', 127), new string('k', 128)];
        await using IJournal journal = await OpenAsync();

        List<JournalEntry> entries = [];
        foreach (string key in keys)
        {
            entries.Add(await journal.AppendAsync("room", "Ann", "Hello", key).Within());
        }

        Assert.AreSequenceEqual(Enumerable.Range(1, keys.Length).Select(i => (long)i), entries.Select(entry => entry.Sequence));
        JournalEntry[] again = await Task.WhenAll(keys.Select(key => journal.AppendAsync("room", "Ann", "Hello", key))).Within();
        Assert.AreSequenceEqual(entries, again);
    }

    [TestMethod]
    public async Task AppendAsync_OfTheSameSeveralTimesInOneGroup_StoresItOnceAndCompletesAllAfterItsCommit()
    {
        await using IJournal journal = Create();
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry>[] same = [.. Enumerable.Range(0, 5).Select(_ => journal.AppendAsync("room", "Ann", "Hello", "key"))];
        Task<JournalEntry> conflict = journal.AppendAsync("room", "Ann", "Good bye", "key");
        Task<JournalEntry> other = journal.AppendAsync("room", "Ann", "Hello", "other key");
        int early = 0;
        commits.OnGroup = () => early += same.Append(conflict).Append(other).Count(append => append.IsCompleted);

        commits.Release();

        JournalEntry[] entries = await Task.WhenAll([.. same, other]).Within();
        await held.Within();
        await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(() => conflict).Within();
        Assert.AreSequenceEqual([1, 1, 1, 1, 1, 2], entries.Select(entry => entry.Sequence));
        Assert.HasCount(1, entries.Take(5).Distinct());
        Assert.HasCount(2, commits.Groups);
        Assert.AreSequenceEqual([entries[0], entries[^1]], commits.Groups[1]);
        Assert.AreEqual(0, early, "So many had completed before their group was handed to the callback.");
    }

    [TestMethod]
    public async Task AppendAsync_OfRepetitionsOnly_HasNoGroupToPublish()
    {
        await using IJournal journal = Create();
        List<int> groups = [];
        await journal.OpenWithRoomsAsync(entries => groups.Add(entries.Count)).Within();
        await journal.AppendAsync("room", "Ann", "Hello", "key").Within();

        await journal.AppendAsync("room", "Ann", "Hello", "key").Within();

        Assert.AreSequenceEqual([1], groups);
    }

    [TestMethod]
    public async Task AppendAsync_OfTheSameByManyAtOnce_StoresEachOnce()
    {
        const int Senders = 8;
        const int Keys = 600;
        var random = new Random(Seed.Next());
        await using IJournal journal = await OpenAsync();
        List<JournalEntry> kept = [];

        // A few messages at a time, in two rooms, each of them by all senders at once.
        foreach (int[] some in Enumerable.Range(0, Keys).Chunk(3))
        {
            int[] appends = [.. Enumerable.Repeat(some, Senders).SelectMany(keys => keys)];
            random.Shuffle(appends);

            JournalEntry[] entries = await Task.WhenAll(appends.Select(key => Task.Run(() => AppendAsync(key)))).Within();

            foreach (int key in some)
            {
                kept.Add(entries.Where((_, i) => appends[i] == key).Distinct().Single());
            }
        }

        Assert.AreSequenceEqual(OfRoom("one"), await journal.ReadAllAsync("one"));
        Assert.AreSequenceEqual(OfRoom("other"), await journal.ReadAllAsync("other"));
        Assert.HasCount(Keys, _published);
        Assert.HasCount(Keys, _published.Distinct());

        Task<JournalEntry> AppendAsync(int key) => journal.AppendAsync(key % 2 == 0 ? "one" : "other", "Ann", $"{key}", $"{key / 2}");
        IEnumerable<JournalEntry> OfRoom(string id) => kept.Where(entry => entry.RoomId == id).OrderBy(entry => entry.Sequence);
    }

    private async Task<IJournal> OpenAsync()
    {
        IJournal journal = Create(new JournalOptions { PageEntries = 1000 });
        await journal.OpenWithRoomsAsync(_published.AddRange).Within();
        return journal;
    }
}
