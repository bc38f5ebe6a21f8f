using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Chat.Tests;

[TestClass]
public sealed class RoomDirectoryTests
{
    [TestMethod]
    public async Task OpenAsync_OpensTheSharedRoom()
    {
        await using House house = await House.OpenAsync();

        Assert.AreEqual("shared", house.Shared.Id);
    }

    [TestMethod]
    public async Task JournalId_IsThatOfTheJournal()
    {
        var journal = new MemoryJournal();
        await using var rooms = new RoomDirectory(journal, new ChatOptions());

        await rooms.OpenAsync().Within();

        Assert.AreEqual(Guid.ParseExact(journal.Id, "D").ToString(), rooms.JournalId);
        Assert.AreNotEqual(new MemoryJournal().Id, rooms.JournalId);
    }

    [TestMethod]
    public async Task OpenAsync_OnAJournalWithMessages_GoesOnWhereItEnds()
    {
        var journal = new MemoryJournal();
        await journal.OpenAsync(_ => { }).Within();
        await journal.CreateRoomAsync(new JournalRoom(RoomDirectory.SharedRoomId, "Shared chat")).Within();
        await journal.AppendAsync(RoomDirectory.SharedRoomId, "a", "1").Within();
        await journal.AppendAsync(RoomDirectory.SharedRoomId, "a", "2").Within();
        await using var rooms = new RoomDirectory(journal, new ChatOptions());

        await rooms.OpenAsync().Within();

        using RoomReader live = rooms.Shared.ReadFromNow();
        using RoomReader all = rooms.Shared.ReadAfter(0);
        JournalEntry entry = await rooms.Shared.PostAsync("a", "3").Within();
        Assert.AreEqual(3, entry.Sequence);
        Assert.AreSequenceEqual([3], await live.ReadSequencesAsync(1));
        Assert.AreSequenceEqual([1, 2, 3], await all.ReadSequencesAsync(3));
    }

    [TestMethod]
    public async Task CloseAsync_RefusesLaterPosts()
    {
        await using House house = await House.OpenAsync();

        await house.Rooms.CloseAsync().Within();

        await Assert.ThrowsExactlyAsync<JournalClosedException>(() => house.Shared.PostAsync("a", "t")).Within();
    }

    [TestMethod]
    public async Task CloseAsync_WithMessagesQueued_LetsALiveReaderDrainThenEnds()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(3);

        await house.Rooms.CloseAsync().Within();

        Assert.AreSequenceEqual([1, 2, 3], await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task CloseAsync_WhileALiveReadWaits_EndsIt()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadFromNow();
        Task<ReadOnlyMemory<Message>> read = reader.ReadAsync().AsTask();

        await house.Rooms.CloseAsync().Within();

        ReadOnlyMemory<Message> end = await read.Within();
        Assert.IsTrue(end.IsEmpty);
    }

    [TestMethod]
    public async Task CloseAsync_WithAReaderThatHasLapsed_LetsItHaveEverythingThenEnds()
    {
        await using House house = await House.OpenAsync(queue: 2, page: 3);
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(20);

        await house.Rooms.CloseAsync().Within();

        Assert.AreSequenceEqual(Reading.Numbers(1, 20), await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task CloseAsync_WithAReaderInTheHistory_LetsItHaveEverythingThenEnds()
    {
        await using House house = await House.OpenAsync(page: 3);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(0);
        await reader.ReadAsync().Within();

        await house.Rooms.CloseAsync().Within();

        Assert.AreSequenceEqual(Reading.Numbers(4, 10), await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task CloseAsync_BetweenAReadersLastPageAndItsSubscription_LetsItHaveEverythingThenEnds()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(async () =>
        {
            await house.PostAsync(2);
            await house.Rooms.CloseAsync();
        });

        Assert.AreSequenceEqual([1, 2, 3, 4], await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task CloseAsync_WhileAPostIsBeingCommitted_WaitsThenReadersHaveIt()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadFromNow();
        Task? closing = null;
        bool early = false;
        house.Journal.BeforePublication = () =>
        {
            closing = house.Rooms.CloseAsync();
            early = closing.IsCompleted;
        };

        JournalEntry entry = await house.Shared.PostAsync("a", "t").Within();
        await closing!.Within();

        Assert.IsFalse(early, "A post was accepted and not published yet.");
        Assert.AreSequenceEqual([entry.Sequence], await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task CloseAsync_Twice_IsFine()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(1);

        await house.Rooms.CloseAsync().Within();
        await house.Rooms.CloseAsync().Within();

        using RoomReader reader = house.Shared.ReadAfter(0);
        Assert.AreSequenceEqual([1], await reader.ReadSequencesToEndAsync());
    }

    [TestMethod]
    public async Task ReadFromNow_AfterClose_EndsAtOnce()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(1);
        await house.Rooms.CloseAsync().Within();

        using RoomReader reader = house.Shared.ReadFromNow();

        Assert.IsEmpty(await reader.ReadSequencesToEndAsync());
    }
}
