using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.Rooms;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Streams of JoinRoom.</summary>
[TestClass]
public sealed class RoomJoinTests
{
    [TestMethod]
    public async Task Join_OfARoom_CarriesTheHistoryThenWhatIsSaid()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> early = await chat.JoinAsync(room);
        Message first = await chat.SayAsync(room, "first");
        Message second = await chat.SayAsync(room, "second");

        using AsyncServerStreamingCall<JoinRoomResponse> late = await chat.JoinAsync(room);
        using AsyncServerStreamingCall<JoinRoomResponse> after = chat.Join(
            new JoinRoomRequest { RoomId = room, AuthorId = "listener", AfterSequence = 1 });
        Message[] history = await RoomChat.ReadAsync(late, 2);
        Message[] missed = await RoomChat.ReadAsync(after, 1);
        Message third = await chat.SayAsync(room, "third");

        CollectionAssert.AreEqual(new[] { first, second }, history);
        CollectionAssert.AreEqual(new[] { second }, missed);
        CollectionAssert.AreEqual(new[] { first, second, third }, await RoomChat.ReadAsync(early, 3));
        Assert.AreEqual(third, (await RoomChat.ReadAsync(late, 1)).Single());
        Assert.AreEqual(third, (await RoomChat.ReadAsync(after, 1)).Single());
    }

    [TestMethod]
    public async Task Join_AtAnyMomentWhileManySend_CarriesExactlyTheHistory()
    {
        const int Senders = 4;
        const int Each = 500;
        const int Joiners = 24;
        var random = new Random(Seed.Next());
        int[] moments = [.. Enumerable.Range(0, Joiners).Select(_ => random.Next(Senders * Each))];

        // Pages and queues of a few messages, so that joining takes many pages and readers fall behind.
        await using HostProcess server = await HostProcess.StartServerAsync(
            0, ("MESSENGER_PAGE_MESSAGES", "7"), ("MESSENGER_QUEUE_MESSAGES", "5"));
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> witness = await chat.JoinAsync(room);

        Task[] senders = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(server, room, sender, Each)))];
        List<Task<Message[]>> joiners = [];
        for (int seen = 0; seen < Senders * Each; seen++)
        {
            await RoomChat.ReadAsync(witness, 1);
            for (int i = moments.Count(moment => moment == seen); i > 0; i--)
            {
                joiners.Add(Task.Run(() => JoinAsync(server, room, Senders * Each)));
            }
        }

        await Task.WhenAll(senders).Within();
        Message[] history = await chat.HistoryAsync(room);
        Assert.AreSequenceEqual(Enumerable.Range(1, Senders * Each).Select(i => (long)i), history.Select(message => message.Sequence));
        Assert.HasCount(Joiners, joiners);
        foreach (Task<Message[]> joiner in joiners)
        {
            CollectionAssert.AreEqual(history, await joiner.Within());
        }
    }

    [TestMethod]
    public async Task SharedChat_JoinedAsARoom_IsOneChatWithTheMessengersOwn()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var rooms = new RoomChat(server);
        using var shared = new GrpcChat(server);
        Timestamp before = (await shared.SendAsync("Alice", "before")).SendTime;
        using AsyncServerStreamingCall<ReadMessagesResponse> listener = await shared.OpenStreamAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> member = await rooms.JoinAsync("shared");

        Message fromRooms = await rooms.SayAsync("shared", "from the rooms", "Bob");
        Timestamp fromShared = (await shared.SendAsync("Alice", "from the shared chat")).SendTime;

        Message[] joined = await RoomChat.ReadAsync(member, 3);
        CollectionAssert.AreEqual(joined, await rooms.HistoryAsync("shared"));
        Assert.AreSequenceEqual(["before", "from the rooms", "from the shared chat"], joined.Select(message => message.Content));
        Assert.AreSequenceEqual([before, fromRooms.SendTime, fromShared], joined.Select(message => message.SendTime));
        Assert.AreEqual(
            new ReadMessagesResponse { Author = "Bob", Text = "from the rooms", SendTime = fromRooms.SendTime },
            await GrpcChat.ReadOneAsync(listener));
        Assert.AreEqual(
            new ReadMessagesResponse { Author = "Alice", Text = "from the shared chat", SendTime = fromShared },
            await GrpcChat.ReadOneAsync(listener));
    }

    [TestMethod]
    public async Task Log_OfAJoin_NamesTheRoomWhenItOpensAndWhenItEnds()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> member = await chat.JoinAsync(room);
        await chat.SayAsync(room, "Hello");
        await RoomChat.ReadAsync(member, 1);

        member.Dispose();
        await server.UntilLoggedAsync($", of room {room}, ends after 1 messages: the client left.");

        Assert.HasCount(1, server.LinesWith($", of room {room}, opens."));
    }

    private static async Task SendAsync(HostProcess server, string room, int sender, int count)
    {
        using var chat = new RoomChat(server);
        using Talk talk = chat.Talk();
        Task<(Message[] Answers, Status End)> answers = talk.ReadToEndAsync();
        for (int i = 0; i < count; i++)
        {
            await talk.SayAsync(room, $"{sender}/{i}", $"sender {sender}");
        }

        await talk.CompleteAsync();
        Assert.AreSequenceEqual(
            Enumerable.Range(0, count).Select(i => $"{sender}/{i}"), (await answers).Answers.Select(answer => answer.Content));
    }

    private static async Task<Message[]> JoinAsync(HostProcess server, string room, int count)
    {
        using var chat = new RoomChat(server);
        using AsyncServerStreamingCall<JoinRoomResponse> stream = await chat.JoinAsync(room);
        return await RoomChat.ReadAsync(stream, count);
    }
}
