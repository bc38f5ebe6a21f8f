using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Streams of WatchRooms.</summary>
[TestClass]
public sealed class RoomWatchTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task Watch_OfAServer_TellsAllRoomsThenWhereSomethingIsSaid()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        ChatRoom room = await chat.CreateRoomAsync("room");
        await chat.SayAsync(room.Id, "Hello");
        using AsyncServerStreamingCall<WatchRoomsResponse> watch = chat.Watch();

        WatchRoomsResponse present = await ReadAsync(watch);
        await chat.SayAsync("shared", "Hello, all");
        WatchRoomsResponse ofShared = await ReadAsync(watch);
        ChatRoom made = await chat.CreateRoomAsync("made");
        WatchRoomsResponse ofMade = await ReadAsync(watch);

        ChatRoom shared = (await chat.ListAsync(new ListRoomsRequest { IncludeShared = true }))[0];
        Assert.AreEqual(new WatchRoomsResponse { Rooms = { Activity(shared, 0), Activity(room, 1) } }, present);
        Assert.AreEqual(new WatchRoomsResponse { Rooms = { Activity(shared, 1) } }, ofShared);
        Assert.AreEqual(new WatchRoomsResponse { Rooms = { Activity(made, 0) } }, ofMade);
    }

    [TestMethod]
    public async Task Watch_AfterARestart_TellsHowFarTheRoomsWere()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        try
        {
            (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
            string room;
            await using (HostProcess before = await HostProcess.StartServerAsync(0, data))
            {
                using var chat = new RoomChat(before);
                room = await chat.CreateAsync();
                await chat.SayAsync(room, "one");
                await chat.SayAsync(room, "two");
                before.Kill();
            }

            await using HostProcess after = await HostProcess.StartServerAsync(0, data);
            using var again = new RoomChat(after);
            using AsyncServerStreamingCall<WatchRoomsResponse> watch = again.Watch();

            WatchRoomsResponse present = await ReadAsync(watch);

            Assert.AreSequenceEqual(["shared", room], present.Rooms.Select(activity => activity.Room.Id));
            Assert.AreSequenceEqual([0L, 2], present.Rooms.Select(activity => activity.NewestSequence));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public async Task Watch_WhileManyTalk_TellsLessOftenThanIsSaidAndTheNewestInTheEnd()
    {
        const int Talks = 4;
        const int Each = 1_000;
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string[] rooms = [.. await Task.WhenAll(Enumerable.Range(0, Talks).Select(i => chat.CreateAsync($"{i}")))];
        using AsyncServerStreamingCall<WatchRoomsResponse> watch = chat.Watch();
        await ReadAsync(watch);

        Task talking = Task.WhenAll(rooms.Select(room => TalkAsync(chat, room, Each)));
        Dictionary<string, long> known = rooms.ToDictionary(room => room, _ => 0L);
        int told = 0;
        while (known.Values.Any(newest => newest < Each))
        {
            foreach (RoomActivity activity in (await ReadAsync(watch)).Rooms)
            {
                Assert.IsGreaterThan(known[activity.Room.Id], activity.NewestSequence);
                known[activity.Room.Id] = activity.NewestSequence;
                told++;
            }
        }

        await talking.Within();
        Assert.IsTrue(known.Values.All(newest => newest == Each));
        Assert.IsLessThan(Talks * Each / 2, told);
    }

    [TestMethod]
    public async Task Watch_OfAServerThatStops_EndsWithUnavailable()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        using AsyncServerStreamingCall<WatchRoomsResponse> watch = chat.Watch();
        await ReadAsync(watch);

        await server.StopsWellAsync();

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(Stopping, e.Status);
        Assert.HasCount(1, server.LinesWith("ends after 1 responses: the server is stopping."));
    }

    [TestMethod]
    public async Task Watch_WhoseClientLeaves_IsOver()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        using (AsyncServerStreamingCall<WatchRoomsResponse> watch = chat.Watch())
        {
            await ReadAsync(watch);
        }

        await server.UntilLoggedAsync("ends after 1 responses: the client left.");
    }

    private static async Task TalkAsync(RoomChat chat, string room, int count)
    {
        using Talk talk = chat.Talk();
        Task<(Message[] Answers, Status End)> answers = talk.ReadToEndAsync();
        for (int i = 0; i < count; i++)
        {
            await talk.SayAsync(room, $"{i}");
        }

        await talk.CompleteAsync();
        Assert.HasCount(count, (await answers).Answers);
    }

    private static async Task<WatchRoomsResponse> ReadAsync(AsyncServerStreamingCall<WatchRoomsResponse> watch)
    {
        Assert.IsTrue(await watch.ResponseStream.MoveNext(CancellationToken.None).Within());
        return watch.ResponseStream.Current;
    }

    private static RoomActivity Activity(ChatRoom room, long newest) => new() { Room = room, NewestSequence = newest };
}
