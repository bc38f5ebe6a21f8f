namespace Messenger.Chat.Tests;

[TestClass]
public sealed class ReaderTests
{
    [TestMethod]
    public async Task ReadFromNow_AfterMessages_DeliversOnlyLaterOnes()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(3);
        using RoomReader reader = house.Shared.ReadFromNow();
        long before = reader.LastSequence;
        await house.PostAsync(2);

        long[] sequences = await reader.ReadSequencesAsync(2);

        Assert.AreEqual(3, before);
        Assert.AreSequenceEqual([4, 5], sequences);
        Assert.AreEqual(5, reader.LastSequence);
    }

    [TestMethod]
    public async Task ReadFromNow_IsLiveAtOnce()
    {
        await using House house = await House.OpenAsync();

        using RoomReader reader = house.Shared.ReadFromNow();

        Assert.AreEqual(1, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task ReadAfter_Zero_DeliversTheWholeHistoryThenWhatComes()
    {
        await using House house = await House.OpenAsync(page: 4);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(0);

        long[] history = await reader.ReadSequencesAsync(10);
        await house.PostAsync(2);
        long[] live = await reader.ReadSequencesAsync(2);

        Assert.AreSequenceEqual(Reading.Numbers(1, 10), history);
        Assert.AreSequenceEqual([11, 12], live);
    }

    [TestMethod]
    public async Task ReadAfter_ZeroInAnEmptyRoom_WaitsForTheFirstMessage()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadAfter(0);
        Task<long[]> read = reader.ReadSequencesAsync(1);
        bool early = read.IsCompleted;

        await house.PostAsync(1);

        Assert.IsFalse(early);
        Assert.AreSequenceEqual([1], await read.Within());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(9)]
    public async Task ReadAfter_AMessage_DeliversWhatCameAfterItOnce(int last)
    {
        await using House house = await House.OpenAsync(page: 3);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(last);

        long[] history = await reader.ReadSequencesAsync(10 - last);
        await house.PostAsync(1);
        long[] live = await reader.ReadSequencesAsync(1);

        Assert.AreSequenceEqual(Reading.Numbers(last + 1, 10), history);
        Assert.AreSequenceEqual([11], live);
    }

    [TestMethod]
    public async Task ReadAfter_TheNewestMessage_DeliversOnlyLaterOnes()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(5);
        using RoomReader reader = house.Shared.ReadAfter(5);
        Task<long[]> read = reader.ReadSequencesAsync(1);

        await house.PostAsync(1);

        Assert.AreSequenceEqual([6], await read.Within());
    }

    [TestMethod]
    public async Task ReadAfter_ANegativeNumber_IsRefused()
    {
        await using House house = await House.OpenAsync();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => house.Shared.ReadAfter(-1));
    }

    [TestMethod]
    public async Task ReadAfter_UntilItHasCaughtUp_DoesNotCountAsLive()
    {
        await using House house = await House.OpenAsync(page: 3);
        await house.PostAsync(5);
        using RoomReader reader = house.Shared.ReadAfter(0);

        await reader.ReadAsync().Within();
        int behind = house.Shared.LiveReaders;
        await reader.ReadAsync().Within();

        Assert.AreEqual(0, behind);
        Assert.AreEqual(1, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task ReadAfter_WithManySendersAndReaders_DeliversToEachTheSameOrderOnce()
    {
        const int Senders = 4;
        const int Each = 300;
        await using House house = await House.OpenAsync(queue: 3, page: 5);
        RoomReader[] readers = [.. Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? house.Shared.ReadAfter(0) : house.Shared.ReadFromNow())];
        Task<long[]>[] reads = [.. readers.Select(reader => Task.Run(() => reader.ReadSequencesAsync(Senders * Each)))];

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => house.PostAsync(Each)))).Within();

        foreach (long[] sequences in await Task.WhenAll(reads).Within())
        {
            Assert.AreSequenceEqual(Reading.Numbers(1, Senders * Each), sequences);
        }
    }
}
