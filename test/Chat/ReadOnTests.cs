using Messenger.Journal;

namespace Messenger.Chat.Tests;

/// <summary>Pages after a message.</summary>
[TestClass]
public sealed class ReadOnTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(100)]
    public async Task ReadAfter_PageByPage_HasTheWholeRoomInOrder(int limit)
    {
        await using House house = await House.OpenAsync(page: 7);
        await house.PostAsync(50);
        List<long> read = [1];

        JournalPage page;
        do
        {
            page = await house.Shared.ReadAfterAsync(read[^1], limit).Within();
            Assert.IsLessThanOrEqualTo(Math.Min(limit, 7), page.Entries.Count);
            read.AddRange(page.Entries.Select(entry => entry.Sequence));
        }
        while (page.HasMore);

        Assert.AreSequenceEqual(Enumerable.Range(1, 50).Select(i => (long)i), read);
        Assert.IsEmpty((await house.Shared.ReadAfterAsync(50).Within()).Entries);
    }

    [TestMethod]
    [DataRow(11, "There is no message 11 to go on after: the newest is 10.")]
    [DataRow(long.MaxValue, "There is no message 9223372036854775807 to go on after: the newest is 10.")]
    [DataRow(5, "Message 6 is no longer kept: the oldest is 7.")]
    public async Task ReadAfter_AMessageThatIsNotThere_IsRefused(long sequence, string problem)
    {
        await using House house = await House.OpenAsync(kept: 4);
        await house.PostAsync(10);

        CursorOutOfRangeException e = await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(
            () => house.Shared.ReadAfterAsync(sequence).AsTask()).Within();

        Assert.AreEqual(problem, e.Message);
    }

    [TestMethod]
    public async Task ReadAfter_TheLastThatIsDropped_HasAllThatIsKept()
    {
        await using House house = await House.OpenAsync(kept: 4);
        await house.PostAsync(10);

        JournalPage page = await house.Shared.ReadAfterAsync(6).Within();

        Assert.AreSequenceEqual([7L, 8, 9, 10], page.Entries.Select(entry => entry.Sequence));
    }

    [TestMethod]
    public async Task ReadAfter_TheFirstOfAnEmptyRoom_IsRefused()
    {
        await using House house = await House.OpenAsync();

        await Assert.ThrowsExactlyAsync<CursorOutOfRangeException>(() => house.Shared.ReadAfterAsync(1).AsTask()).Within();
    }
}
