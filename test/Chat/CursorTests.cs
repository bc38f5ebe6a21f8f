namespace Messenger.Chat.Tests;

/// <summary>Readers that go on after a message which does not exist.</summary>
[TestClass]
public sealed class CursorTests
{
    [TestMethod]
    [DataRow(6)]
    [DataRow(long.MaxValue)]
    public async Task ReadAfter_AMessageThatDoesNotExist_IsToldSoInsteadOfMissingNewOnes(long cursor)
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(5);
        using RoomReader reader = house.Shared.ReadAfter(cursor);

        await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(() => reader.ReadAsync().AsTask()).Within();
    }

    [TestMethod]
    public async Task ReadAfter_TheNewestMessage_WaitsForTheNext()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(5);
        using RoomReader reader = house.Shared.ReadAfter(5);
        Task<ReadOnlyMemory<Message>> reading = reader.ReadAsync().AsTask();

        await house.PostAsync(1);

        Assert.AreEqual(6, (await reading.Within()).Span[0].Sequence);
    }
}
