using System.Net;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ClientHost.Tests.Terminal;

/// <summary>A chat service with one room, which goes away, forgets and falls silent when a test says so.</summary>
internal sealed class RoomServer : IAsyncDisposable
{
    public const string RoomId = "the-room";
    public const string RoomName = "The room";

    private static readonly Status Away = new(StatusCode.Unavailable, "Away.");

    private readonly GrpcServer _server;

    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _roomLock = new();
    private readonly List<JoinRoomRequest> _joins = [];
    private readonly List<Message> _messages = [];
    private TaskCompletionSource _changed = NewSource();
    private Status? _refusal;
    private bool _isSilent;
    private int _delivered;
    private int _requests;

    private RoomServer()
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

    /// <summary>Whether messages have the optional sequence.</summary>
    public bool IsNumbered { get; init; } = true;

    /// <summary>Whether its answers are empty, as protobuf allows: no room, no message in them.</summary>
    public bool IsBare { get; init; }

    /// <summary>How many messages one reply of history has at most.</summary>
    public int PageSize { get; init; } = int.MaxValue;

    public Uri Address => new($"http://127.0.0.1:{_server.Port}");

    /// <summary>The requests to join, in order.</summary>
    public JoinRoomRequest[] Joins => Read(() => _joins.ToArray());

    /// <summary>How many messages have gone out over streams of the room.</summary>
    public int Delivered => Read(() => _delivered);

    /// <summary>How many messages were sent to the server, answered or not.</summary>
    public int Requests => Read(() => _requests);

    /// <summary>What the room holds.</summary>
    public string[] Contents => Read(() => _messages.Select(message => message.Content).ToArray());

    public static async Task<RoomServer> StartAsync(bool isNumbered = true, int pageSize = int.MaxValue, bool isBare = false)
    {
        var server = new RoomServer { IsNumbered = isNumbered, PageSize = pageSize, IsBare = isBare };
        await server._server.StartAsync().Within();
        return server;
    }

    /// <summary>Says something in the room.</summary>
    public Message Say(string author, string text)
    {
        lock (_roomLock)
        {
            int number = _messages.Count + 1;
            var message = new Message
            {
                Id = $"{RoomId}/{number}",
                RoomId = RoomId,
                AuthorId = author,
                Content = text,
                Timestamp = 1_697_051_233 + number,
            };
            if (IsNumbered)
            {
                message.Sequence = number;
            }

            _messages.Add(message);
            ChangeLocked();
            return message;
        }
    }

    /// <summary>Ends all streams with a status, and answers every call with it, until <see cref="ComeBack"/>.</summary>
    public void GoAway(StatusCode code = StatusCode.Unavailable) => Change(() => _refusal = Away with { StatusCode = code });

    public void ComeBack() => Change(() => _refusal = null);

    /// <summary>From now on it takes messages, and neither keeps nor answers them.</summary>
    public void FallSilent() => Change(() => _isSilent = true);

    /// <summary>Forgets what was said, as a server with a new journal does.</summary>
    public void Forget() => Change(_messages.Clear);

    public async ValueTask DisposeAsync()
    {
        _server.RefuseNewCalls(Away);
        await _server.EndCallsAsync(Away).Within();
        await _server.DisposeAsync();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task WatchRoomsAsync(
        WatchRoomsRequest request, IServerStreamWriter<WatchRoomsResponse> responses, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, "The terminal client watches no rooms."));

    private Task<CreateRoomResponse> CreateRoomAsync(CreateRoomRequest request, ServerCallContext context)
    {
        ThrowIfAway();
        return Task.FromResult(
            IsBare ? new CreateRoomResponse() : new CreateRoomResponse { Room = new ChatRoom { Id = RoomId, Name = request.Name } });
    }

    private Task<ListRoomsResponse> ListRoomsAsync(ListRoomsRequest request, ServerCallContext context)
    {
        ThrowIfAway();
        return Task.FromResult(new ListRoomsResponse { Rooms = { new ChatRoom { Id = RoomId, Name = RoomName } } });
    }

    private Task<GetHistoryResponse> GetHistoryAsync(GetHistoryRequest request, ServerCallContext context)
    {
        ThrowIfAway();
        ThrowUnlessKnown(request.RoomId);
        return Task.FromResult(Read(() =>
        {
            int end = request.BeforeSequence > 0 ? (int)request.BeforeSequence - 1 : _messages.Count;
            int first = Math.Max(end - PageSize, 0);
            return new GetHistoryResponse { Messages = { _messages[first..end] }, HasMore = first > 0 };
        }));
    }

    private async Task JoinRoomAsync(JoinRoomRequest request, IServerStreamWriter<JoinRoomResponse> responses, ServerCallContext context)
    {
        int next = 0;
        lock (_roomLock)
        {
            _joins.Add(request);
            if (_refusal is { } refusal)
            {
                throw new RpcException(refusal);
            }

            next = IsNumbered ? (int)request.AfterSequence : 0;
            if (next > _messages.Count)
            {
                throw new RpcException(new Status(StatusCode.OutOfRange, "There is no such message."));
            }
        }

        ThrowUnlessKnown(request.RoomId);
        await context.WriteResponseHeadersAsync();
        if (IsBare)
        {
            await responses.WriteAsync(new JoinRoomResponse());
        }

        while (true)
        {
            Message[] more;
            Task changed;
            lock (_roomLock)
            {
                if (_refusal is { } refusal)
                {
                    throw new RpcException(refusal);
                }

                more = [.. _messages.Skip(next)];
                changed = _changed.Task;
                _delivered += more.Length;
            }

            foreach (Message message in more)
            {
                await responses.WriteAsync(new JoinRoomResponse { Message = message });
                next++;
            }

            await changed.WaitAsync(context.CancellationToken);
        }
    }

    private async Task SendMessageAsync(
        IAsyncStreamReader<SendMessageRequest> requests, IServerStreamWriter<SendMessageResponse> responses, ServerCallContext context)
    {
        ThrowIfAway();
        await context.WriteResponseHeadersAsync();
        while (await requests.MoveNext(context.CancellationToken))
        {
            SendMessageRequest request = requests.Current;
            Change(() => _requests++);
            if (Read(() => _isSilent))
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }

            ThrowIfAway();
            ThrowUnlessKnown(request.RoomId);
            if (request.Content == "refuse me")
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, "Refused."));
            }

            if (request.Content == "fail")
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The disk is full."));
            }

            Message message = Say(request.AuthorId, request.Content);
            await responses.WriteAsync(IsBare ? new SendMessageResponse() : new SendMessageResponse { Message = message });
        }
    }

    private static void ThrowUnlessKnown(string roomId)
    {
        if (roomId != RoomId)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such room."));
        }
    }

    private void ThrowIfAway()
    {
        if (Read(() => _refusal) is { } refusal)
        {
            throw new RpcException(refusal);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_roomLock)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        lock (_roomLock)
        {
            change();
            ChangeLocked();
        }
    }

    private void ChangeLocked()
    {
        _changed.SetResult();
        _changed = NewSource();
    }
}
