using System.Net;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A server of the rooms' contract that does what a test tells it, and pages nothing.</summary>
internal sealed class ScriptedRooms : IAsyncDisposable
{
    private readonly GrpcServer _server;

    private ScriptedRooms()
    {
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(ChatReflection.Descriptor.Services.Single())
            .AddMethod<CreateRoomRequest, CreateRoomResponse>("CreateRoom", CreateRoomAsync)
            .AddMethod<ListRoomsRequest, ListRoomsResponse>("ListRooms", ListRoomsAsync)
            .AddMethod<JoinRoomRequest, JoinRoomResponse>("JoinRoom", JoinRoomAsync)
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddMethod<GetHistoryRequest, GetHistoryResponse>("GetHistory", GetHistoryAsync)
            .AddMethod<WatchRoomsRequest, WatchRoomsResponse>("WatchRooms", WatchRoomsAsync)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
    }

    public int Port => _server.Port;

    /// <summary>What it answers every call with; null for what was asked.</summary>
    public Status? Refusal { get; set; }

    /// <summary>Whether it answers nothing, and takes no notice of deadlines.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Its journal's id, in the headers of every call; null for none.</summary>
    public string? Journal { get; set; }

    public List<ChatRoom> Rooms { get; } = [];

    public List<Message> Messages { get; } = [];

    /// <summary>The messages that were sent to it, answered or not.</summary>
    public List<SendMessageRequest> Sent { get; } = [];

    public static async Task<ScriptedRooms> StartAsync()
    {
        var server = new ScriptedRooms();
        await server._server.StartAsync().Within();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Status stopping = new(StatusCode.Unavailable, "The test is over.");
        _server.RefuseNewCalls(stopping);
        await _server.EndCallsAsync(stopping).Within();
        await _server.DisposeAsync();
    }

    private static RpcException Unimplemented() => new(new Status(StatusCode.Unimplemented, "Method is unimplemented."));

    private static Task JoinRoomAsync(
        JoinRoomRequest request, IServerStreamWriter<JoinRoomResponse> responses, ServerCallContext context) => throw Unimplemented();

    private static Task WatchRoomsAsync(
        WatchRoomsRequest request, IServerStreamWriter<WatchRoomsResponse> responses, ServerCallContext context) => throw Unimplemented();

    private async Task<CreateRoomResponse> CreateRoomAsync(CreateRoomRequest request, ServerCallContext context)
    {
        await JudgeAsync(context);
        return Rooms.Count == 0 ? new CreateRoomResponse() : new CreateRoomResponse { Room = Rooms[^1] };
    }

    private async Task<ListRoomsResponse> ListRoomsAsync(ListRoomsRequest request, ServerCallContext context)
    {
        await JudgeAsync(context);
        return new ListRoomsResponse { Rooms = { Rooms } };
    }

    private async Task<GetHistoryResponse> GetHistoryAsync(GetHistoryRequest request, ServerCallContext context)
    {
        await JudgeAsync(context);
        return new GetHistoryResponse { Messages = { Messages } };
    }

    private async Task SendMessageAsync(
        IAsyncStreamReader<SendMessageRequest> requests, IServerStreamWriter<SendMessageResponse> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            lock (Sent)
            {
                Sent.Add(requests.Current);
            }

            await JudgeAsync(context);
            await responses.WriteAsync(new SendMessageResponse { Message = Messages.LastOrDefault() });
        }
    }

    private async Task JudgeAsync(ServerCallContext context)
    {
        if (Journal is { } journal)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "messenger-journal", journal } });
        }

        if (IsSilent)
        {
            await new TaskCompletionSource().Task;
        }

        if (Refusal is { } refusal)
        {
            throw new RpcException(refusal);
        }
    }
}
