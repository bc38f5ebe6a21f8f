namespace Messenger.Chat.Tests;

/// <summary>What a reader says of itself.</summary>
[TestClass]
public sealed class ReaderCountsTests
{
    [TestMethod]
    public async Task Reader_FromNow_IsLiveAndHasNothingToCatchUp()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(3);
        Assert.AreEqual(3, reader.QueuedCount);
        Assert.AreEqual(3, reader.NewestSequence);

        await reader.ReadSequencesAsync(3);

        Assert.IsTrue(reader.IsLive);
        Assert.AreEqual(0, reader.QueuedCount);
        Assert.AreEqual((0, 0), (reader.Lapses, reader.CatchUps));
    }

    [TestMethod]
    public async Task Reader_OfHistory_HasCaughtUpOnceItIsLive()
    {
        await using House house = await House.OpenAsync(page: 2);
        await house.PostAsync(3);
        using RoomReader reader = house.Shared.ReadAfter(0);

        await reader.ReadSequencesAsync(1);
        Assert.IsFalse(reader.IsLive);
        Assert.AreEqual((0, 0), (reader.CatchUps, reader.QueuedCount));

        await reader.ReadSequencesAsync(1);
        Assert.IsFalse(reader.IsLive);
        Assert.AreEqual(1, reader.CatchUps);

        await house.PostAsync(1);
        await reader.ReadSequencesAsync(1);
        Assert.IsTrue(reader.IsLive);
        Assert.AreEqual((0, 1), (reader.Lapses, reader.CatchUps));
    }

    [TestMethod]
    public async Task Reader_ThatLapses_CountsItAndThatItHasCaughtUp()
    {
        await using House house = await House.OpenAsync(queue: 2);
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(5);

        await reader.ReadSequencesAsync(2);
        Assert.IsTrue(reader.IsLive);
        Assert.AreEqual(0, reader.Lapses);

        await reader.ReadSequencesAsync(3);
        Assert.IsFalse(reader.IsLive);
        Assert.AreEqual((1, 1), (reader.Lapses, reader.CatchUps));
    }
}
