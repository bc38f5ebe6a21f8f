namespace Messenger.Chat.Tests;

/// <summary>What the memory store no longer keeps cannot be delivered: a reader with a last message is told, a new one begins later.</summary>
[TestClass]
public sealed class LossTests
{
    [TestMethod]
    public async Task ReadAfter_ZeroWhenTheOldestWereDropped_BeginsWithTheOldestKept()
    {
        await using House house = await House.OpenAsync(kept: 4);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(0);

        long[] history = await reader.ReadSequencesAsync(4);
        await house.PostAsync(1);
        long[] live = await reader.ReadSequencesAsync(1);

        Assert.AreSequenceEqual([7, 8, 9, 10], history);
        Assert.AreSequenceEqual([11], live);
    }

    [TestMethod]
    public async Task ReadAfter_AMessageWhoseNextWasDropped_IsToldThatItsCursorIsTooOld()
    {
        await using House house = await House.OpenAsync(kept: 4);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(2);

        await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(() => reader.ReadAsync().AsTask()).Within();
    }

    [TestMethod]
    public async Task ReadAfter_AMessageWhoseNextIsTheOldestKept_LosesNothing()
    {
        await using House house = await House.OpenAsync(kept: 4);
        await house.PostAsync(10);
        using RoomReader reader = house.Shared.ReadAfter(6);

        Assert.AreSequenceEqual([7, 8, 9, 10], await reader.ReadSequencesAsync(4));
    }

    [TestMethod]
    public async Task ReadAsync_WhenALapseLastedTooLong_DeliversWhatIsQueuedThenThrowsWithTheCount()
    {
        await using House house = await House.OpenAsync(queue: 2, kept: 5);
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(20);

        long[] queued = await reader.ReadSequencesAsync(2);
        MessagesLostException loss = await Assert.ThrowsExactlyAsync<MessagesLostException>(() => reader.ReadAsync().AsTask()).Within();

        Assert.AreSequenceEqual([1, 2], queued);
        Assert.AreEqual(13, loss.Count);
        Assert.Contains("13 messages", loss.Message);
    }

    [TestMethod]
    public async Task ReadAsync_WhenTheSeamWasDropped_ThrowsWithTheCount()
    {
        await using House house = await House.OpenAsync(kept: 5);
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() => house.PostAsync(10));

        long[] history = await reader.ReadSequencesAsync(2);
        MessagesLostException loss = await Assert.ThrowsExactlyAsync<MessagesLostException>(() => reader.ReadAsync().AsTask()).Within();

        Assert.AreSequenceEqual([1, 2], history);
        Assert.AreEqual(5, loss.Count);
    }
}
