using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Contract;

/// <summary>Rooms over gRPC. Others may have rooms there too: each test has its own.</summary>
[TestClass]
public sealed class RoomTests
{
    [TestMethod]
    public async Task Room_ThatTwoTalkIn_HasOneHistoryForBoth()
    {
        using var rooms = new GrpcRooms();
        ChatRoom room = await rooms.CreateAsync(" Общий чат ");
        using AsyncServerStreamingCall<JoinRoomResponse> alice = rooms.Join(room.Id, "Алиса");
        await alice.ResponseHeadersAsync.Within();

        Message first = await SayAsync(rooms, room.Id, "Алиса", "Привет от Алисы 😀");
        using AsyncServerStreamingCall<JoinRoomResponse> bob = rooms.Join(room.Id, "Боб");
        Message second = await SayAsync(rooms, room.Id, "Боб", "Привет, Алиса");

        Message[] expected = [first, second];
        Assert.Contains(new ChatRoom { Id = room.Id, Name = "Общий чат" }, await rooms.ListAsync());
        CollectionAssert.AreEqual(expected, await ReadAsync(alice, 2));
        CollectionAssert.AreEqual(expected, await ReadAsync(bob, 2));
        CollectionAssert.AreEqual(expected, await rooms.HistoryAsync(room.Id));
        Assert.AreEqual((room.Id, "Алиса", "Привет от Алисы 😀"), (first.RoomId, first.AuthorId, first.Content));
        Assert.AreEqual(first.SendTime.Seconds, first.Timestamp);
    }

    [TestMethod]
    public async Task ListRooms_HasRoomsInTheOrderOfTheirCreation()
    {
        using var rooms = new GrpcRooms();
        List<ChatRoom> created = [];
        for (int i = 0; i < 3; i++)
        {
            created.Add(await rooms.CreateAsync("one name for all"));
        }

        ChatRoom[] listed = [.. (await rooms.ListAsync()).Where(created.Contains)];

        CollectionAssert.AreEqual(created, listed);
    }

    [TestMethod]
    public async Task SendMessage_WithManyOnTheirWay_IsAnsweredInTheirOrderAndEndsWell()
    {
        const int Count = 200;
        using var rooms = new GrpcRooms();
        ChatRoom room = await rooms.CreateAsync("many");
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = rooms.Talk();
        for (int i = 0; i < Count; i++)
        {
            await talk.RequestStream.WriteAsync(
                new SendMessageRequest { RoomId = room.Id, AuthorId = "Alice", Content = $"{i}" }).Within();
        }

        await talk.RequestStream.CompleteAsync().Within();

        List<Message> answers = [];
        while (await talk.ResponseStream.MoveNext(CancellationToken.None).Within())
        {
            answers.Add(talk.ResponseStream.Current.Message);
        }

        CollectionAssert.AreEqual(
            Enumerable.Range(0, Count).Select(i => $"{i}").ToArray(), answers.Select(answer => answer.Content).ToArray());
        CollectionAssert.AreEqual(await rooms.HistoryAsync(room.Id), answers);
    }

    [TestMethod]
    [DataRow("", "text", "author_id")]
    [DataRow("author", " \n", "content")]
    public async Task SendMessage_WhenAFieldIsBlank_SaysWhichAndStoresNothing(string author, string content, string field)
    {
        using var rooms = new GrpcRooms();
        ChatRoom room = await rooms.CreateAsync("blank");

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => SayAsync(rooms, room.Id, author, content));

        Assert.AreEqual(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains($"'{field}'", e.Status.Detail);
        Assert.IsEmpty(await rooms.HistoryAsync(room.Id));
    }

    [TestMethod]
    public async Task EveryCall_OfAnUnknownRoom_IsNotFound()
    {
        using var rooms = new GrpcRooms();
        string nowhere = $"{Guid.NewGuid()}";
        using AsyncServerStreamingCall<JoinRoomResponse> member = rooms.Join(nowhere, "Alice");

        RpcException[] failures =
        [
            await Assert.ThrowsExactlyAsync<RpcException>(() => ReadAsync(member, 1)),
            await Assert.ThrowsExactlyAsync<RpcException>(() => SayAsync(rooms, nowhere, "Alice", "Anybody here?")),
            await Assert.ThrowsExactlyAsync<RpcException>(() => rooms.HistoryAsync(nowhere)),
        ];

        Assert.AreEqual(StatusCode.NotFound, failures.Select(failure => failure.StatusCode).Distinct().Single());
    }

    private static async Task<Message> SayAsync(GrpcRooms rooms, string room, string author, string content)
    {
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = rooms.Talk();
        await talk.RequestStream.WriteAsync(new SendMessageRequest { RoomId = room, AuthorId = author, Content = content }).Within();
        Assert.IsTrue(await talk.ResponseStream.MoveNext(CancellationToken.None).Within());
        return talk.ResponseStream.Current.Message;
    }

    private static async Task<Message[]> ReadAsync(AsyncServerStreamingCall<JoinRoomResponse> member, int count)
    {
        List<Message> messages = [];
        while (messages.Count < count)
        {
            Assert.IsTrue(await member.ResponseStream.MoveNext(CancellationToken.None).Within());
            messages.Add(member.ResponseStream.Current.Message);
        }

        return [.. messages];
    }
}
