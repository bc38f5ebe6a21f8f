namespace Messenger.Journal.Tests;

/// <summary>The list of rooms, and how rooms and messages are written together.</summary>
public abstract class RoomContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    [TestMethod]
    public async Task ReadRoomsAsync_OfANewJournal_IsEmpty()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();

        Assert.IsEmpty(await journal.ReadRoomsAsync().Within());
    }

    [TestMethod]
    public async Task ReadRoomsAsync_OfSeveral_HasThemInTheOrderOfTheirCreation()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        JournalRoom[] rooms = [new("z", "Last of the alphabet"), new("a", "Общий чат"), new("m", "Общий чат"), new("", "  ")];

        foreach (JournalRoom room in rooms)
        {
            await journal.CreateRoomAsync(room).Within();
        }

        Assert.AreSequenceEqual(rooms, await journal.ReadRoomsAsync().Within());
    }

    [TestMethod]
    public async Task ReadRoomsAsync_HandedOutList_DoesNotChangeWithTheJournal()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        await journal.CreateRoomAsync(new JournalRoom("one", "One")).Within();
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync().Within();

        await journal.CreateRoomAsync(new JournalRoom("two", "Two")).Within();

        Assert.HasCount(1, rooms);
    }

    [TestMethod]
    public async Task CreateRoomAsync_WithAnIdThatIsThere_IsRefusedAndChangesNothing()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        var room = new JournalRoom("room", "First");
        await journal.CreateRoomAsync(room).Within();
        await journal.AppendAsync("room", "a", "1").Within();

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => journal.CreateRoomAsync(new JournalRoom("room", "Second"))).Within();

        JournalEntry next = await journal.AppendAsync("room", "a", "2").Within();
        Assert.AreEqual(2, next.Sequence);
        Assert.AreSequenceEqual([room], await journal.ReadRoomsAsync().Within());
    }

    [TestMethod]
    public async Task CreateRoomAsync_TwiceInOneGroup_RefusesTheSecondAndKeepsTheRest()
    {
        await using IJournal journal = Create();
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        int before = (await journal.ReadRoomsAsync().Within()).Count;
        Task first = journal.CreateRoomAsync(new JournalRoom("new", "First"));
        Task<JournalEntry> append = journal.AppendAsync("room", "a", "between");
        Task second = journal.CreateRoomAsync(new JournalRoom("new", "Second"));
        Task third = journal.CreateRoomAsync(new JournalRoom("newer", "Third"));

        commits.Release();

        await Task.WhenAll(held, first, append, third).Within();
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => second).Within();
        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync().Within();
        Assert.AreSequenceEqual(["First", "Third"], rooms.Skip(before).Select(room => room.Name));
        Assert.AreSequenceEqual(["between"], commits.Groups[1].Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task CreateRoomAsync_OfRoomsAlone_HandsNothingToTheCallback()
    {
        int calls = 0;
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => calls++).Within();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => journal.CreateRoomAsync(new JournalRoom($"{i}", "Name")))).Within();

        Assert.AreEqual(0, calls);
        Assert.HasCount(10, await journal.ReadRoomsAsync().Within());
    }

    [TestMethod]
    public async Task CreateRoomAsync_WhenItCompletes_TheRoomTakesMessages()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();

        for (int i = 0; i < 50; i++)
        {
            await journal.CreateRoomAsync(new JournalRoom($"{i}", "Name")).Within();
            JournalEntry entry = await journal.AppendAsync($"{i}", "a", "t").Within();
            Assert.AreEqual(1, entry.Sequence);
        }
    }

    [TestMethod]
    public async Task CreateRoomAsync_BesideConcurrentAppends_KeepsBoth()
    {
        await using IJournal journal = Create(new JournalOptions { GroupEntries = 5 });
        await journal.OpenWithRoomsAsync().Within();
        int before = (await journal.ReadRoomsAsync().Within()).Count;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(actor => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                string id = $"{actor}/{i}";
                Task<JournalEntry> append = journal.AppendAsync("room", "a", id);
                await journal.CreateRoomAsync(new JournalRoom(id, "Name"));
                await Task.WhenAll(append, journal.AppendAsync(id, "a", "first"));
            }
        }))).Within();

        IReadOnlyList<JournalRoom> rooms = await journal.ReadRoomsAsync().Within();
        Assert.HasCount(before + 200, rooms);
        foreach (JournalRoom room in rooms.Skip(before))
        {
            JournalPage page = await journal.ReadAfterAsync(room.Id, 0).Within();
            Assert.AreSequenceEqual([(1L, "first")], page.Entries.Select(entry => (entry.Sequence, entry.Text)));
        }

        JournalPage common = await journal.ReadAfterAsync("room", 0).Within();
        Assert.AreSequenceEqual(Enumerable.Range(1, 200).Select(i => (long)i), common.Entries.Select(entry => entry.Sequence));
    }

    [TestMethod]
    public async Task CreateRoomAsync_WhenTooMuchWaits_IsRefusedAndNotCreated()
    {
        await using IJournal journal = Create(new JournalOptions { WaitingEntries = 1 });
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry> waits = journal.AppendAsync("room", "a", "1");

        await Assert.ThrowsExactlyAsync<JournalBusyException>(() => journal.CreateRoomAsync(new JournalRoom("new", "Name"))).Within();

        commits.Release();
        await Task.WhenAll(held, waits).Within();
        Assert.IsFalse((await journal.ReadRoomsAsync().Within()).Any(room => room.Id == "new"));
    }

    [TestMethod]
    public async Task CreateRoomAsync_AfterStopAppends_IsRefused()
    {
        await using IJournal journal = Create();
        await journal.OpenAsync(_ => { }).Within();
        await journal.StopAppendsAsync().Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => journal.CreateRoomAsync(new JournalRoom("new", "Name"))).Within();

        Assert.IsEmpty(await journal.ReadRoomsAsync().Within());
    }

    [TestMethod]
    public async Task CreateRoomAsync_BeforeOpen_Fails()
    {
        await using IJournal journal = Create();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => journal.CreateRoomAsync(new JournalRoom("room", "Name"))).Within();
    }
}
