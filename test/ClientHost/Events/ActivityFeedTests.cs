using System.Text;
using Messenger.ClientHost.Events;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>The activity of all rooms, by one stream from the server.</summary>
[TestClass]
public sealed class ActivityFeedTests
{
    [TestMethod]
    public async Task Feed_OfRoomsInSeveralResponses_OpensWithAllOfThem()
    {
        await using EventServer server = await EventServer.StartAsync(roomsAtOnce: 2);
        using var house = new EventHouse(server.Port);
        foreach (char room in "abcd")
        {
            server.Add($"{room}", "Room");
        }

        await using Watch<ActivityFeed> watch = house.Activity.Watch("");
        await watch.Feed.OpenedAsync().Within();

        Assert.HasCount(5, await watch.Feed.Board.ReadAsync(new ActivityPlace(), CancellationToken.None).Within());
    }

    [TestMethod]
    public async Task Feed_OfSeveralWatchers_IsOneStreamAsLongAsSomebodyWatches()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        Watch<ActivityFeed> first = house.Activity.Watch("");
        Watch<ActivityFeed> second = house.Activity.Watch("");
        await first.Feed.OpenedAsync().Within();
        await second.Feed.OpenedAsync().Within();

        await first.DisposeAsync();
        Assert.AreEqual(1, server.Watchers);
        await second.DisposeAsync();

        await Patience.Until(() => server.Watchers == 0, "the stream's end");
        Assert.AreEqual(1, server.Watches);
    }

    [TestMethod]
    public async Task Feed_WhoseServerGoesAwayAndComesBack_TellsWhatChangedMeanwhile()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.Add("a", "Room");
        await using Watch<ActivityFeed> watch = house.Activity.Watch("");
        var place = new ActivityPlace();
        Assert.HasCount(2, await watch.Feed.Board.ReadAsync(place, CancellationToken.None).Within());

        server.GoAway();
        await Patience.Until(() => server.Watchers == 0, "the stream's end");
        server.Say("1", "a");
        server.ComeBack();

        byte[][] news = await watch.Feed.Board.ReadAsync(place, CancellationToken.None).Within();
        Assert.Contains("\"newestSequence\":1", Encoding.UTF8.GetString(news.Single()));
    }

    [TestMethod]
    public async Task Feed_OfAServerThatCannotTell_Fails()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.GoAway(Grpc.StatusCode.Unimplemented);
        await using Watch<ActivityFeed> watch = house.Activity.Watch("");

        await Assert.ThrowsExactlyAsync<Grpc.RpcException>(() => watch.Feed.Completion.Within());
    }
}
