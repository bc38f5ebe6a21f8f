using Google.Protobuf;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Contract;

/// <summary>The server's rooms.</summary>
internal sealed class GrpcRooms : IDisposable
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(Deployment.Server);

    public async Task<ChatRoom> CreateAsync(string name) =>
        (await CallAsync<CreateRoomRequest, CreateRoomResponse>("CreateRoom", new CreateRoomRequest { Name = name })).Room;

    public async Task<ChatRoom[]> ListAsync() =>
        [.. (await CallAsync<ListRoomsRequest, ListRoomsResponse>("ListRooms", new ListRoomsRequest())).Rooms];

    public async Task<Message[]> HistoryAsync(string room) =>
        [.. (await CallAsync<GetHistoryRequest, GetHistoryResponse>("GetHistory", new GetHistoryRequest { RoomId = room })).Messages];

    /// <summary>A stream of a room.</summary>
    public AsyncServerStreamingCall<JoinRoomResponse> Join(string room, string author) => _channel.ServerStreamingCall(
        new Method<JoinRoomRequest, JoinRoomResponse>(Service, "JoinRoom"), new JoinRoomRequest { RoomId = room, AuthorId = author });

    /// <summary>A stream to speak by.</summary>
    public AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> Talk() =>
        _channel.DuplexStreamingCall(new Method<SendMessageRequest, SendMessageResponse>(Service, "SendMessage"));

    public void Dispose() => _channel.Dispose();

    private Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.UnaryCallAsync(new Method<TRequest, TResponse>(Service, method), request).Within();
}
