using Messenger.ClientHost.Events;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>A browser's way through a room's messages: from its cursor to now, and on, whatever happens to the server.</summary>
[TestClass]
public sealed class RoomFollowerTests
{
    [TestMethod]
    public async Task Follower_WithoutACursor_HearsWhatIsSaidFromThenOn()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        await using FollowedRoom room = await house.Follow().BegunAsync();

        server.SayAll(4, 5);

        Assert.AreEqual("4 5", await room.NextAsync(2));
        Assert.AreEqual($"shared/5@{server.Journal}", room.LastId);
    }

    [TestMethod]
    public async Task Follower_ThatHasHeardNothing_HasACursor()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);

        await using FollowedRoom room = await house.Follow().BegunAsync();

        Assert.AreEqual($"shared/3@{server.Journal}", room.LastId);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(19)]
    [DataRow(20)]
    public async Task Follower_WithACursor_HearsWhatCameAfterItAndGoesOn(int after)
    {
        await using EventServer server = await EventServer.StartAsync(pageSize: 3);
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 20);
        await using FollowedRoom room = await house.Follow(after: after, journal: server.Journal).BegunAsync();
        Assert.AreEqual($"shared/{after}@{server.Journal}", room.LastId);

        server.SayAll(21, 25);

        Assert.AreEqual(Numbers(after + 1, 25), await room.NextAsync(25 - after));
    }

    [TestMethod]
    public async Task Follower_WhoseCursorIsThatOfNow_ReadsNothingBack()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        await using FollowedRoom room = await house.Follow(after: 3).BegunAsync();

        server.Say("4");

        Assert.AreEqual("4", await room.NextAsync());
        Assert.HasCount(1, server.Histories);
    }

    [TestMethod]
    public async Task Follower_WithACursorInAnEmptyRoom_HearsItsFirstMessage()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        await using FollowedRoom room = await house.Follow(after: 0).BegunAsync();

        server.Say("1");

        Assert.AreEqual("1", await room.NextAsync());
    }

    [TestMethod]
    public async Task Follower_WhileMessagesComeBetweenItsPageAndLive_HasThemOnce()
    {
        await using EventServer server = await EventServer.StartAsync(pageSize: 4);
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 6);
        await using FollowedRoom other = await house.Follow().BegunAsync();
        var pages = new TaskCompletionSource();
        server.HoldPages(pages.Task);
        await using FollowedRoom room = await house.Follow(after: 3).BegunAsync();

        // The page is made, and on its way; what is said now is not in it.
        Task<string> heard = room.NextAsync(7);
        await Patience.Until(() => server.Answers == 2, "a page");
        server.SayAll(7, 10);
        Assert.AreEqual("7 8 9 10", await other.NextAsync(4));
        pages.SetResult();

        Assert.AreEqual("4 5 6 7 8 9 10", await heard);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(6)]
    public async Task Follower_WhoseHistoryIsAheadOfTheFeed_HasEverythingOnce(int after)
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        await using FollowedRoom other = await house.Follow().BegunAsync();
        var streams = new TaskCompletionSource();
        server.HoldStreams(streams.Task);
        server.SayAll(4, 6);
        await using FollowedRoom room = await house.Follow(after: after).BegunAsync();
        Assert.AreEqual(Numbers(after + 1, 6), await room.NextAsync(6 - after));

        Task<string> next = room.NextAsync();
        streams.SetResult();
        Assert.AreEqual("4 5 6", await other.NextAsync(3));
        server.Say("7");

        Assert.AreEqual("7", await next);
    }

    [TestMethod]
    public async Task Follower_ThatDoesNotReadForLong_HearsEverythingLater()
    {
        const int Burst = 3000;
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        await using FollowedRoom slow = await house.Follow().BegunAsync();
        await using FollowedRoom fast = await house.Follow().BegunAsync();

        server.SayAll(1, Burst);

        Assert.AreEqual(Numbers(1, Burst), await fast.NextAsync(Burst));
        Assert.AreEqual(Numbers(1, Burst), await slow.NextAsync(Burst));
        server.Say("after it");
        Assert.AreEqual("after it", await slow.NextAsync());
        Assert.IsTrue(server.Histories.Any(request => request.AfterSequence > 0), "It has not lapsed.");
    }

    [TestMethod]
    public async Task Follower_WithACursorOfAnotherJournal_IsResetAndBeginsNow()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        await using FollowedRoom room = house.Follow(after: 2, journal: "another");

        Assert.AreEqual("reset", await room.NextAsync());
        Assert.AreEqual($"shared/3@{server.Journal}", room.LastId);
        server.Say("4");
        Assert.AreEqual("4", await room.NextAsync());
    }

    [TestMethod]
    [DataRow(4, DisplayName = "of no message")]
    [DataRow(1, DisplayName = "no longer kept")]
    [DataRow(0, DisplayName = "before the first, which is no longer kept")]
    public async Task Follower_WithACursorThatIsNotThere_IsResetAndBeginsNow(int after)
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        server.Keep(1);
        await using FollowedRoom room = await house.Follow(after: after).BegunAsync();

        Assert.AreEqual("reset", await room.NextAsync());
        Assert.AreEqual($"shared/3@{server.Journal}", room.LastId);
        server.Say("4");
        Assert.AreEqual("4", await room.NextAsync());
    }

    [TestMethod]
    public async Task Follower_WhoseServerGoesAwayAndComesBack_MissesNothing()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        await using FollowedRoom room = await house.Follow().BegunAsync();
        server.Say("1");
        Assert.AreEqual("1", await room.NextAsync());

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.SayAll(2, 3);
        server.ComeBack();

        Assert.AreEqual("2 3", await room.NextAsync(2));
        JoinRoomRequest again = server.Joins[^1];
        Assert.AreEqual(1, again.AfterSequence);
        Assert.AreEqual(server.Journal, again.JournalId);
    }

    [TestMethod]
    public async Task Follower_ThatIsBehindWhileTheServerIsAway_WaitsAndMissesNothing()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 3);
        await using FollowedRoom other = await house.Follow().BegunAsync();
        server.GoAway();
        await using FollowedRoom room = await house.Follow(after: 1).BegunAsync();

        Task<string> heard = room.NextAsync(2);
        server.ComeBack();

        Assert.AreEqual("2 3", await heard);
    }

    [TestMethod]
    public async Task Follower_WhoseServerForgets_IsResetAndHearsWhatIsSaidThen()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 5);
        await using FollowedRoom live = await house.Follow().BegunAsync();
        await using FollowedRoom idle = await house.Follow(after: 2).BegunAsync();

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Forget();
        server.Say("new");
        server.ComeBack();

        Assert.AreEqual("reset", await live.NextAsync());
        Assert.AreEqual($"shared/1@{server.Journal}", live.LastId);
        Assert.AreEqual("reset", await idle.NextAsync());
        server.Say("newer");
        Assert.AreEqual("newer", await live.NextAsync());
        Assert.AreEqual("newer", await idle.NextAsync());
    }

    [TestMethod]
    public async Task Follower_WhoseServerNoLongerKeepsWhatComesNext_IsReset()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 5);
        await using FollowedRoom room = await house.Follow().BegunAsync();
        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.SayAll(6, 9);
        server.Keep(1);
        server.ComeBack();

        Assert.AreEqual("reset", await room.NextAsync());
        server.Say("10");
        Assert.AreEqual("10", await room.NextAsync());
    }

    [TestMethod]
    public async Task Follower_OfARoomThatIsGone_HearsThatItsFeedHasFailed()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.Add("room", "Room");
        await using FollowedRoom room = await house.Follow("room").BegunAsync();
        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");

        server.Forget();
        server.ComeBack();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => room.Feed.Completion.Within());
        Assert.AreEqual(StatusCode.NotFound, e.StatusCode);
    }

    [TestMethod]
    public async Task Follower_OfAServerWithoutAJournal_HearsThatItsFeedHasFailed()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        server.LoseJournal();
        await using FollowedRoom room = house.Follow();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => room.Feed.Completion.Within());
        Assert.AreEqual(StatusCode.Unimplemented, e.StatusCode);
    }

    [TestMethod]
    public async Task Dispose_WhileItWaits_EndsIt()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var house = new EventHouse(server.Port);
        await using FollowedRoom room = await house.Follow().BegunAsync();

        await room.EndsWhileReadingAsync();
    }

    [TestMethod]
    public async Task Followers_WhileTheServerComesAndGoes_HearEverythingOnceAndInOrder()
    {
        const int Followers = 12;
        const int Rounds = 12;
        const int Most = 600;
        var random = new Random(Seed.Next());
        await using EventServer server = await EventServer.StartAsync(pageSize: 50);
        using var house = new EventHouse(server.Port);
        server.SayAll(1, 300);
        int last = 300 + (Rounds * Most);
        await using FollowedRoom first = await house.Follow().BegunAsync();
        Task[] followers = [.. Enumerable.Range(0, Followers).Select(_ => FollowAsync(house, random.Next(300), last, random.Next()))];

        for (int round = 0; round < Rounds; round++)
        {
            if (random.Next(2) == 0)
            {
                server.GoAway();
            }

            int said = 300 + (round * Most);
            server.SayAll(said + 1, said + Most);
            server.ComeBack();
        }

        await Task.WhenAll(followers).WaitAsync(2 * Patience.Limit);
        Assert.AreEqual(Numbers(301, last), await first.NextAsync(last - 300));
    }

    // Comes and goes, with the cursor that it has, and reads at times only.
    private static async Task FollowAsync(EventHouse house, long after, long last, int seed)
    {
        var random = new Random(seed);
        string? journal = null;
        while (after < last)
        {
            await using FollowedRoom room = await house.Follow(after: after, journal: journal).BegunAsync();
            for (int stay = random.Next(1, 2500); stay > 0 && after < last; stay--)
            {
                Assert.AreEqual($"{after + 1}", await room.NextAsync());
                after++;
            }

            Assert.IsTrue(EventCursor.TryParse(room.LastId, out EventCursor cursor));
            journal = cursor.Journal;
        }
    }

    private static string Numbers(long first, long last)
    {
        List<long> numbers = [];
        for (long number = first; number <= last; number++)
        {
            numbers.Add(number);
        }

        return string.Join(' ', numbers);
    }
}
