namespace Messenger.Chat.Tests;

/// <summary>A room that was created is as good as the shared one, and apart from it.</summary>
[TestClass]
public sealed class CreatedRoomTests
{
    [TestMethod]
    public async Task PostAsync_InTwoRooms_NumbersAndDeliversInEachForItself()
    {
        await using House house = await House.OpenAsync();
        Room room = await house.Rooms.CreateAsync("room").Within();
        using RoomReader inRoom = room.ReadFromNow();
        using RoomReader inShared = house.Shared.ReadFromNow();
        for (int i = 0; i < 5; i++)
        {
            await room.PostAsync("a", $"room {i}").Within();
            await house.Shared.PostAsync("a", $"shared {i}").Within();
        }

        Message[] ofRoom = (await inRoom.ReadAsync().Within()).ToArray();
        Message[] ofShared = (await inShared.ReadAsync().Within()).ToArray();

        Assert.AreSequenceEqual(Enumerable.Range(0, 5).Select(i => $"room {i}"), ofRoom.Select(message => message.Text));
        Assert.AreSequenceEqual(Reading.Numbers(1, 5), ofRoom.Select(message => message.Sequence));
        Assert.AreEqual(room.Id, ofRoom.Select(message => message.RoomId).Distinct().Single());
        Assert.AreSequenceEqual(Enumerable.Range(0, 5).Select(i => $"shared {i}"), ofShared.Select(message => message.Text));
        Assert.AreSequenceEqual(Reading.Numbers(1, 5), ofShared.Select(message => message.Sequence));
    }

    [TestMethod]
    public async Task PostAsync_InAlternatingRoomsOfOneGroup_ReachesEachRoomInItsOrder()
    {
        await using House house = await House.OpenAsync();
        Room one = await house.Rooms.CreateAsync("one").Within();
        Room other = await house.Rooms.CreateAsync("other").Within();
        using RoomReader ofOne = one.ReadFromNow();
        using RoomReader ofOther = other.ReadFromNow();
        List<Task> posts = [];

        // What is posted while a group is published is the next group.
        house.Journal.BeforePublication = () => posts.AddRange(
            Enumerable.Range(0, 4).SelectMany(i => new[] { one.PostAsync("a", $"{i}"), other.PostAsync("a", $"{i}") }));
        await house.PostAsync(1);
        await Task.WhenAll(posts).Within();

        foreach (RoomReader reader in new[] { ofOne, ofOther })
        {
            Message[] messages = (await reader.ReadAsync().Within()).ToArray();
            Assert.AreSequenceEqual(["0", "1", "2", "3"], messages.Select(message => message.Text));
            Assert.AreSequenceEqual(Reading.Numbers(1, 4), messages.Select(message => message.Sequence));
        }
    }

    [TestMethod]
    public async Task Join_WhenMessagesArePublishedBeforeItSubscribes_DeliversThemOnceAndNoneOfAnotherRoom()
    {
        await using House house = await House.OpenAsync(page: 3);
        Room room = await house.Rooms.CreateAsync("room").Within();
        await House.PostAsync(room, 2);
        using RoomReader reader = room.Join("Ann", 0);
        house.Journal.AfterNextPage(async () =>
        {
            await House.PostAsync(room, 5);
            await house.PostAsync(5);
        });

        long[] history = await reader.ReadSequencesAsync(7);
        await house.PostAsync(3);
        await House.PostAsync(room, 2);
        long[] live = await reader.ReadSequencesAsync(2);

        Assert.AreSequenceEqual(Reading.Numbers(1, 7), history);
        Assert.AreSequenceEqual([8, 9], live);
    }

    [TestMethod]
    public async Task Join_AfterAMessage_BeginsWithTheNext()
    {
        await using House house = await House.OpenAsync();
        Room room = await house.Rooms.CreateAsync("room").Within();
        await House.PostAsync(room, 5);

        using RoomReader reader = room.Join("Ann", 3);

        Assert.AreSequenceEqual([4, 5], await reader.ReadSequencesAsync(2));
        Assert.AreEqual(room.Id, reader.RoomId);
    }

    [TestMethod]
    public async Task Join_WithABlankAuthor_IsRefused()
    {
        await using House house = await House.OpenAsync();

        InvalidFieldException refusal = Assert.ThrowsExactly<InvalidFieldException>(() => house.Shared.Join(" \n", 0));

        Assert.AreEqual(("author", "is blank: 1 to 256 bytes of UTF-8 are allowed."), (refusal.Field, refusal.Problem));
    }

    [TestMethod]
    public async Task Join_WithAnAuthorAtTheLimit_IsTakenAndWithAByteMoreRefused()
    {
        await using House house = await House.OpenAsync();

        using RoomReader reader = house.Shared.Join(new string('щ', 128), 0);

        Assert.ThrowsExactly<InvalidFieldException>(() => house.Shared.Join(new string('щ', 128) + "a", 0));
    }

    // No data rows: an attribute's text is kept as UTF-8, which has no halves.
    [TestMethod]
    public async Task HalfOfASurrogatePair_AnywhereInAField_IsRefused()
    {
        await using House house = await House.OpenAsync();
        foreach ((string half, int index) in new[] { ("\ud83e", 0), ("a\udd8ab", 1), ("\udd8a\ud83e", 0), ("🦊\ud83e", 2) })
        {
            InvalidFieldException[] refusals =
            [
                await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Rooms.CreateAsync(half)).Within(),
                await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync(half, "t")).Within(),
                await Assert.ThrowsExactlyAsync<InvalidFieldException>(() => house.Shared.PostAsync("a", half)).Within(),
                Assert.ThrowsExactly<InvalidFieldException>(() => house.Shared.Join(half, 0)),
            ];

            Assert.AreSequenceEqual(["name", "author", "text", "author"], refusals.Select(refusal => refusal.Field));
            Assert.AreEqual($"has half of a surrogate pair in it, at {index}.", refusals.Select(refusal => refusal.Problem).Distinct().Single());
        }

        Assert.AreEqual(1, (await house.Shared.PostAsync("a", "t").Within()).Sequence);
    }

    [TestMethod]
    public async Task CloseAsync_WithReadersInSeveralRooms_EndsThemAllAfterTheirMessages()
    {
        await using House house = await House.OpenAsync();
        Room room = await house.Rooms.CreateAsync("room").Within();
        Room silent = await house.Rooms.CreateAsync("silent").Within();
        using RoomReader inRoom = room.Join("Ann", 0);
        using RoomReader inSilent = silent.Join("Ann", 0);
        await House.PostAsync(room, 3);

        await house.Rooms.CloseAsync().Within();

        Assert.AreSequenceEqual([1, 2, 3], await inRoom.ReadSequencesToEndAsync());
        Assert.IsEmpty(await inSilent.ReadSequencesToEndAsync());
    }
}
