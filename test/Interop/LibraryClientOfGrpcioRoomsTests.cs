using Google.Protobuf;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Interop;

/// <summary>A channel of src/Grpc to rooms on Python's grpcio.</summary>
[TestClass]
public sealed class LibraryClientOfGrpcioRoomsTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    private GrpcioRoomsServer _server = null!;
    private GrpcChannel _channel = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        await Python.RequireAsync();
        _server = await GrpcioRoomsServer.StartAsync();
        _channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{_server.Port}"));
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            _channel.Dispose();
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task UnaryCalls_OfRooms_AreAnswered()
    {
        string room = await CreateAsync(" Общий чат ");
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();
        await SayAsync(talk, room, "Привет 🦊");
        Message said = await AnswerAsync(talk);

        ListRoomsResponse list = await CallAsync<ListRoomsRequest, ListRoomsResponse>("ListRooms", new ListRoomsRequest());
        GetHistoryResponse history = await CallAsync<GetHistoryRequest, GetHistoryResponse>(
            "GetHistory", new GetHistoryRequest { RoomId = room });

        Assert.AreEqual(new ChatRoom { Id = room, Name = "Общий чат" }, list.Rooms.Single());
        Assert.AreEqual(said, history.Messages.Single());
        Assert.AreEqual("Привет 🦊", said.Content);
    }

    [TestMethod]
    public async Task SendMessage_WithManyInFlight_IsAnsweredInOrderAndEndsWell()
    {
        const int Count = 500;
        string room = await CreateAsync();
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();

        Task saying = Task.Run(async () =>
        {
            for (int i = 1; i <= Count; i++)
            {
                await SayAsync(talk, room, $"{i}");
            }

            await talk.RequestStream.CompleteAsync();
        });
        for (int i = 1; i <= Count; i++)
        {
            Message answer = await AnswerAsync(talk);
            Assert.AreEqual(($"{i}", (long)i), (answer.Content, answer.Sequence));
        }

        await saying.Within();
        Assert.IsFalse(await talk.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(Status.OK, talk.GetStatus());
        await _server.WaitForEndAsync();
    }

    [TestMethod]
    public async Task SendMessage_WhileNothingIsSaid_HasItsHeadersAndIsAnsweredInTurns()
    {
        string room = await CreateAsync();
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();
        await talk.ResponseHeadersAsync.Within();

        for (int i = 1; i <= 10; i++)
        {
            await SayAsync(talk, room, $"{i}");
            Assert.AreEqual($"{i}", (await AnswerAsync(talk)).Content);
        }
    }

    [TestMethod]
    public async Task SendMessage_ThatTheServerEnds_HasTheAnswersBeforeAndTheStatus()
    {
        string room = await CreateAsync();
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();
        await SayAsync(talk, room, "one");
        await SayAsync(talk, room, "two");

        await SayAsync(talk, "nowhere", "three");

        Assert.AreEqual("one", (await AnswerAsync(talk)).Content);
        Assert.AreEqual("two", (await AnswerAsync(talk)).Content);
        RpcException end = await Assert.ThrowsExactlyAsync<RpcException>(() => AnswerAsync(talk));
        Assert.AreEqual(new Status(StatusCode.NotFound, "Нет комнаты nowhere"), end.Status);
    }

    [TestMethod]
    public async Task JoinRoom_OfARoomWithAHistory_CarriesItAndWhatIsSaid()
    {
        string room = await CreateAsync();
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();
        await SayAsync(talk, room, "before");
        await AnswerAsync(talk);

        using AsyncServerStreamingCall<JoinRoomResponse> member = Join(room);
        await member.ResponseHeadersAsync.Within();
        string history = await HearAsync(member);
        await SayAsync(talk, room, "after");

        Assert.AreEqual(("before", "after"), (history, await HearAsync(member)));
    }

    [TestMethod]
    public async Task Streams_Disposed_EndOnTheServer()
    {
        string room = await CreateAsync();
        AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk = Talk();
        AsyncServerStreamingCall<JoinRoomResponse> member = Join(room);
        await SayAsync(talk, room, "Hello");
        await AnswerAsync(talk);
        await HearAsync(member);

        talk.Dispose();
        member.Dispose();

        await _server.WaitForEndAsync();
    }

    [TestMethod]
    public async Task JoinRoom_OfAnUnknownRoom_IsNotFound()
    {
        using AsyncServerStreamingCall<JoinRoomResponse> member = Join("nowhere");

        RpcException end = await Assert.ThrowsExactlyAsync<RpcException>(() => HearAsync(member));

        Assert.AreEqual(StatusCode.NotFound, end.StatusCode);
    }

    private async Task<string> CreateAsync(string name = "room") =>
        (await CallAsync<CreateRoomRequest, CreateRoomResponse>("CreateRoom", new CreateRoomRequest { Name = name })).Room.Id;

    private Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.UnaryCallAsync(new Method<TRequest, TResponse>(Service, method), request).Within();

    private AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> Talk() =>
        _channel.DuplexStreamingCall(new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"));

    private AsyncServerStreamingCall<JoinRoomResponse> Join(string room) => _channel.ServerStreamingCall(
        new Method<JoinRoomRequest, JoinRoomResponse>(Service, "JoinRoom"), new JoinRoomRequest { RoomId = room, AuthorId = "Bob" });

    private static Task SayAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk, string room, string content) =>
        talk.RequestStream.WriteAsync(new SendMessageRequest { RoomId = room, AuthorId = "Alice", Content = content }).Within();

    private static async Task<Message> AnswerAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> talk)
    {
        Assert.IsTrue(await talk.ResponseStream.MoveNext(CancellationToken.None).Within());
        return talk.ResponseStream.Current.Message;
    }

    private static async Task<string> HearAsync(AsyncServerStreamingCall<JoinRoomResponse> member)
    {
        Assert.IsTrue(await member.ResponseStream.MoveNext(CancellationToken.None).Within());
        return member.ResponseStream.Current.Message.Content;
    }
}
