using Google.Protobuf.Reflection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>The rooms' contract, called directly on a server, over a connection of its own.</summary>
internal sealed class RoomChat : IDisposable
{
    private static readonly ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    private readonly GrpcChannel _channel;

    public RoomChat(HostProcess server)
        : this(server.Port)
    {
    }

    public RoomChat(int port)
    {
        _channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Creates a room.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string name = "room") => (await CreateRoomAsync(name)).Id;

    public async Task<ChatRoom> CreateRoomAsync(string name) =>
        (await CallAsync<CreateRoomRequest, CreateRoomResponse>("CreateRoom", new CreateRoomRequest { Name = name })).Room;

    public async Task<ChatRoom[]> ListAsync(ListRoomsRequest? request = null) =>
        [.. (await CallAsync<ListRoomsRequest, ListRoomsResponse>("ListRooms", request ?? new ListRoomsRequest())).Rooms];

    public Task<GetHistoryResponse> GetHistoryAsync(GetHistoryRequest request) =>
        CallAsync<GetHistoryRequest, GetHistoryResponse>("GetHistory", request);

    /// <summary>All that a room keeps, if it fits a reply.</summary>
    public async Task<Message[]> HistoryAsync(string room)
    {
        GetHistoryResponse history = await GetHistoryAsync(new GetHistoryRequest { RoomId = room });
        Assert.IsFalse(history.HasMore);
        return [.. history.Messages];
    }

    public AsyncServerStreamingCall<JoinRoomResponse> Join(JoinRoomRequest request) =>
        _channel.ServerStreamingCall(new Method<JoinRoomRequest, JoinRoomResponse>(Service, "JoinRoom"), request);

    /// <summary>A stream of a room that is open.</summary>
    public async Task<AsyncServerStreamingCall<JoinRoomResponse>> JoinAsync(string room)
    {
        AsyncServerStreamingCall<JoinRoomResponse> stream = Join(new JoinRoomRequest { RoomId = room, AuthorId = "listener" });
        await stream.ResponseHeadersAsync.Within();
        return stream;
    }

    /// <summary>A stream that tells where something is said.</summary>
    public AsyncServerStreamingCall<WatchRoomsResponse> Watch() => _channel.ServerStreamingCall(
        new Method<WatchRoomsRequest, WatchRoomsResponse>(Service, "WatchRooms"), new WatchRoomsRequest());

    /// <summary>A stream to speak by.</summary>
    public Talk Talk() =>
        new(_channel.DuplexStreamingCall(new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage")));

    /// <summary>Says something over a stream of its own.</summary>
    public async Task<Message> SayAsync(string room, string content, string author = "Alice")
    {
        using Talk talk = Talk();
        await talk.SayAsync(room, content, author);
        return await talk.AnswerAsync();
    }

    /// <summary>Reads so many messages of a stream.</summary>
    public static async Task<Message[]> ReadAsync(AsyncServerStreamingCall<JoinRoomResponse> stream, int count)
    {
        List<Message> messages = [];
        while (messages.Count < count)
        {
            Assert.IsTrue(await stream.ResponseStream.MoveNext(CancellationToken.None).Within());
            messages.Add(stream.ResponseStream.Current.Message);
        }

        return [.. messages];
    }

    /// <summary>Reads a stream until it ends, as all do in the end.</summary>
    public static async Task<(Message[] Messages, Status End)> ReadToEndAsync(AsyncServerStreamingCall<JoinRoomResponse> stream)
    {
        List<Message> messages = [];
        try
        {
            while (await stream.ResponseStream.MoveNext(CancellationToken.None).Within())
            {
                messages.Add(stream.ResponseStream.Current.Message);
            }

            return ([.. messages], Status.OK);
        }
        catch (RpcException e)
        {
            return ([.. messages], e.Status);
        }
    }

    /// <summary>How the server refuses what it does not take.</summary>
    public static async Task<Status> RefusalOf(Task call) => (await Assert.ThrowsExactlyAsync<RpcException>(() => call)).Status;

    public void Dispose() => _channel.Dispose();

    private Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse> =>
        _channel.UnaryCallAsync(
            new Method<TRequest, TResponse>(Service, method), request, new CallOptions(Deadline: DateTime.UtcNow + Patience.Limit)).Within();
}
