using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ServerHost;

/// <summary>Serves <c>chat.ChatService</c>: rooms.</summary>
internal sealed class ChatService(RoomDirectory rooms, Posts posts, MessageStreams streams, HistoryReply history)
{
    private static readonly ChatStatus ChatStatus = new(author: "author_id", text: "content", idempotencyKey: "idempotency_key");

    // Sequences, and keys that a message is sent again with, are of one journal. Known when the rooms are open.
    private MetadataEntry Journal => field ??= new MetadataEntry(ResumeCursor.JournalHeader, rooms.JournalId);

    public ServerServiceDefinition Bind() =>
        new ServerServiceDefinitionBuilder(ChatReflection.Descriptor.Services.Single())
            .AddMethod<CreateRoomRequest, CreateRoomResponse>("CreateRoom", CreateRoomAsync)
            .AddMethod<ListRoomsRequest, ListRoomsResponse>("ListRooms", ListRoomsAsync)
            .AddFrameStreaming<JoinRoomRequest, JoinRoomResponse>("JoinRoom", JoinRoomAsync)
            .AddDuplexFrameStreaming<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddFrameMethod<GetHistoryRequest, GetHistoryResponse>("GetHistory", GetHistoryAsync)
            .AddFrameStreaming<WatchRoomsRequest, WatchRoomsResponse>("WatchRooms", WatchRoomsAsync)
            .Build();

    private static ChatRoom ToContract(Room room) => new() { Id = room.Id, Name = room.Name };

    private static void CheckNotNegative(string field, long value)
    {
        if (value < 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"'{field}' is {value}: 0 or more is allowed."));
        }
    }

    private async Task<CreateRoomResponse> CreateRoomAsync(CreateRoomRequest request, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        try
        {
            return new CreateRoomResponse { Room = ToContract(await rooms.CreateAsync(request.Name)) };
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private Task<ListRoomsResponse> ListRoomsAsync(ListRoomsRequest request, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        IEnumerable<Room> listed = rooms.List().Where(room => request.IncludeShared || room.Id != RoomDirectory.SharedRoomId);
        return Task.FromResult(new ListRoomsResponse { Rooms = { listed.Select(ToContract) } });
    }

    private Task JoinRoomAsync(JoinRoomRequest request, IFrameWriter responseStream, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        CheckNotNegative("after_sequence", request.AfterSequence);
        RoomReader reader = Join(request, context.CancellationToken);
        return streams.SendAsync(reader, RoomMessage.Frame, responseStream, context, headers: null, ChatStatus);
    }

    private RoomReader Join(JoinRoomRequest request, CancellationToken cancellationToken)
    {
        try
        {
            rooms.CheckJournal(request.JournalId);
            return rooms.Find(request.RoomId).Join(request.AuthorId, request.AfterSequence, cancellationToken);
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private async Task SendMessageAsync(
        IAsyncStreamReader<SendMessageRequest> requestStream, IFrameWriter responseStream, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        using var posting = new PostingStream(posts, requestStream, responseStream, ChatStatus, rooms.Closing);
        await context.WriteResponseHeadersAsync();
        await posting.RunAsync();
    }

    private async Task GetHistoryAsync(GetHistoryRequest request, IFrameWriter response, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        CheckNotNegative("before_sequence", request.BeforeSequence);
        CheckNotNegative("limit", request.Limit);
        CheckNotNegative("after_sequence", request.AfterSequence);
        var range = new HistoryRange(
            request.AfterSequence,
            request.BeforeSequence > 0 ? request.BeforeSequence : long.MaxValue,
            request.Limit > 0 ? request.Limit : int.MaxValue);
        try
        {
            await history.SendAsync(rooms.Find(request.RoomId), range, response, context.CancellationToken);
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private Task WatchRoomsAsync(WatchRoomsRequest request, IFrameWriter responseStream, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        RoomWatcher watcher = rooms.Watch(TimeProvider.System, context.CancellationToken);
        return streams.SendAsync(watcher, responseStream, context, ChatStatus);
    }
}
