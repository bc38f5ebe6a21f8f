using Messenger.ClientHost.Events;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>One stream from the server for all who watch the same, as long as somebody does.</summary>
[TestClass]
public sealed class FeedsTests
{
    [TestMethod]
    public async Task Feed_OfManyWatchers_IsOneStream()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        FollowedRoom[] rooms = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => house.Follow().BegunAsync()))];
        server.Say("1");

        foreach (FollowedRoom room in rooms)
        {
            Assert.AreEqual("1", await room.NextAsync());
        }

        Assert.HasCount(1, server.Joins);
        foreach (FollowedRoom room in rooms[1..])
        {
            await room.DisposeAsync();
        }

        Assert.AreEqual(1, server.OpenStreams);
        await rooms[0].DisposeAsync();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        Assert.AreEqual(0, house.Rooms.Count);
    }

    [TestMethod]
    public async Task Feeds_OfTwoRooms_AreTwoStreams()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.Add("room", "Room");
        await using FollowedRoom shared = await house.Follow().BegunAsync();
        await using FollowedRoom room = await house.Follow("room").BegunAsync();

        server.Say("here", "room");
        server.Say("there");

        Assert.AreEqual("here", await room.NextAsync());
        Assert.AreEqual("there", await shared.NextAsync());
        Assert.HasCount(2, server.Joins);
    }

    [TestMethod]
    public async Task Watch_AfterTheLastOneLeft_OpensTheFeedAgain()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        FollowedRoom gone = await house.Follow().BegunAsync();
        await gone.DisposeAsync();
        await using FollowedRoom room = await house.Follow().BegunAsync();

        server.Say("1");

        Assert.AreEqual("1", await room.NextAsync());
    }

    [TestMethod]
    public async Task Watch_OfAFeedThatHasFailed_OpensAnother()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        FollowedRoom early = house.Follow("room");
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => early.Feed.Completion.Within());
        Assert.AreEqual(StatusCode.NotFound, e.StatusCode);
        server.Add("room", "Room");

        await using FollowedRoom room = await house.Follow("room").BegunAsync();
        await early.DisposeAsync();
        server.Say("1", "room");

        Assert.AreEqual("1", await room.NextAsync());
    }

    [TestMethod]
    public async Task Watches_ThatComeAndGoAtOnce_LeaveNothingOpen()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                await using Watch<RoomFeed> watch = house.Rooms.Watch("shared");
                await watch.Feed.TailAsync().Within();
                Assert.IsFalse(watch.Feed.Completion.IsCompleted);
            }
        }))).Within();

        await Patience.Until(() => server.OpenStreams == 0, "the streams' end");
        Assert.AreEqual(0, house.Rooms.Count);
    }
}
