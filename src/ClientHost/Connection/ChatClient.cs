using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>The calls of <c>chat.ChatService</c>.</summary>
internal sealed class ChatClient(GrpcChannel channel)
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = ChatReflection.Descriptor.Services.Single();

    private static readonly Method<CreateRoomRequest, CreateRoomResponse> CreateRoomMethod = new(Service, "CreateRoom");
    private static readonly Method<ListRoomsRequest, ListRoomsResponse> ListRoomsMethod = new(Service, "ListRooms");
    private static readonly Method<JoinRoomRequest, JoinRoomResponse> JoinRoomMethod = new(Service, "JoinRoom");
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessageMethod = new(Service, "SendMessage");
    private static readonly Method<GetHistoryRequest, GetHistoryResponse> GetHistoryMethod = new(Service, "GetHistory");
    private static readonly Method<WatchRoomsRequest, WatchRoomsResponse> WatchRoomsMethod = new(Service, "WatchRooms");

    public Task<CreateRoomResponse> CreateRoomAsync(CreateRoomRequest request, CallOptions options) =>
        channel.UnaryCallAsync(CreateRoomMethod, request, options);

    public Task<ListRoomsResponse> ListRoomsAsync(ListRoomsRequest request, CallOptions options) =>
        channel.UnaryCallAsync(ListRoomsMethod, request, options);

    public Task<GetHistoryResponse> GetHistoryAsync(GetHistoryRequest request, CallOptions options) =>
        channel.UnaryCallAsync(GetHistoryMethod, request, options);

    /// <summary>For those who want the response's headers, too.</summary>
    public AsyncUnaryCall<GetHistoryResponse> GetHistory(GetHistoryRequest request, CallOptions options) =>
        channel.UnaryCall(GetHistoryMethod, request, options);

    public AsyncServerStreamingCall<WatchRoomsResponse> WatchRooms(CallOptions options) =>
        channel.ServerStreamingCall(WatchRoomsMethod, new WatchRoomsRequest(), options);

    public AsyncServerStreamingCall<JoinRoomResponse> JoinRoom(JoinRoomRequest request, CallOptions options) =>
        channel.ServerStreamingCall(JoinRoomMethod, request, options);

    public AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> SendMessage(CallOptions options) =>
        channel.DuplexStreamingCall(SendMessageMethod, options);
}
