using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Chat.Tests;

/// <summary>Where a reader begins is known, and another can go on from there.</summary>
[TestClass]
public sealed class PositionTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(5)]
    public async Task ReadFromNow_OfWhatWasSaid_BeginsBehindTheLast(int count)
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(count);

        using RoomReader reader = house.Shared.ReadFromNow(out JournalPosition start);

        Assert.AreEqual(await house.Shared.FindAsync(start.SendTime).Within(), start);
        Assert.AreEqual(count, start.Sequence);
    }

    [TestMethod]
    public async Task ReadFromNow_InARoomThatWasOpenedWithMessages_BeginsBehindTheLast()
    {
        await using var journal = new MemoryJournal();
        await journal.OpenAsync(_ => { }).Within();
        await journal.CreateRoomAsync(new JournalRoom(RoomDirectory.SharedRoomId, "Shared")).Within();
        await journal.AppendAsync(RoomDirectory.SharedRoomId, "a", "t").Within();
        JournalEntry last = await journal.AppendAsync(RoomDirectory.SharedRoomId, "a", "t").Within();
        var rooms = new RoomDirectory(journal, new ChatOptions());
        await rooms.OpenAsync().Within();

        using RoomReader reader = rooms.Shared.ReadFromNow(out JournalPosition start);

        Assert.AreEqual(JournalPosition.After(last), start);
    }

    [TestMethod]
    public async Task ReadFromNow_WhileAMessageIsCommittedButNotPublished_BeginsBeforeIt()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(1);
        JournalPosition? start = null;
        RoomReader? reader = null;
        house.Journal.BeforePublication = () => reader = house.Shared.ReadFromNow(out start);
        await house.PostAsync(1);

        Assert.AreEqual(1, start?.Sequence);
        Assert.AreSequenceEqual([2], await reader!.ReadSequencesAsync(1));
        reader!.Dispose();
    }

    [TestMethod]
    public async Task ReadFromNow_AmongConcurrentSenders_DeliversTheNextAfterItsStart()
    {
        await using House house = await House.OpenAsync();
        for (int i = 0; i < 2000; i++)
        {
            Task posting = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => house.Shared.PostAsync("a", "t"))));
            using RoomReader reader = house.Shared.ReadFromNow(out JournalPosition start);
            await posting.Within();
            await house.PostAsync(1);
            ReadOnlyMemory<Message> messages = await reader.ReadAsync().AsTask().Within();

            Assert.AreEqual(start.Sequence + 1, messages.Span[0].Sequence);
            Assert.AreEqual(start, await house.Shared.FindAsync(start.SendTime).Within());
        }
    }

    [TestMethod]
    public async Task ReadAfter_AFoundPlace_DeliversWhatWasSaidSinceThenWhatIsSaid()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(2);
        long known = (await house.Shared.PostAsync("a", "t").Within()).SendTime;
        await house.PostAsync(2);

        using RoomReader reader = house.Shared.ReadAfter(await house.Shared.FindAsync(known).Within());
        await house.PostAsync(1);

        Assert.AreSequenceEqual([4, 5, 6], await reader.ReadSequencesAsync(3));
    }

    [TestMethod]
    public async Task ReadAfter_TheBeginningWhenTheOldestIsDroppedMeanwhile_IsToldSoInsteadOfMissingIt()
    {
        await using House house = await House.OpenAsync(kept: 3);
        await house.PostAsync(3);
        JournalPosition beginning = await house.Shared.FindAsync(SendTimes.BeforeFirst).Within();
        await house.PostAsync(1);

        using RoomReader reader = house.Shared.ReadAfter(beginning);

        await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(() => reader.ReadAsync().AsTask()).Within();
    }

    [TestMethod]
    public async Task FindAsync_OfATimeThatTheRoomDoesNotHave_IsRefused()
    {
        await using House house = await House.OpenAsync(kept: 3);
        long first = (await house.Shared.PostAsync("a", "t").Within()).SendTime;
        await house.PostAsync(4);
        using RoomReader reader = house.Shared.ReadFromNow(out JournalPosition newest);

        foreach (long time in new[] { SendTimes.BeforeFirst, first, newest.SendTime + 1 })
        {
            await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(() => house.Shared.FindAsync(time).AsTask()).Within();
        }
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public async Task CheckJournal_OfNone_IsFine(string? id)
    {
        await using House house = await House.OpenAsync();

        house.Rooms.CheckJournal(id);
        house.Rooms.CheckJournal(house.Rooms.JournalId);
    }

    [TestMethod]
    public async Task CheckJournal_OfAnother_IsRefused()
    {
        await using House house = await House.OpenAsync();

        Assert.ThrowsExactly<CursorOutOfRangeException>(() => house.Rooms.CheckJournal(Guid.NewGuid().ToString()));
    }
}
