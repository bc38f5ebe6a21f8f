using System.Net;
using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>A chat service that goes away, forgets what was said, or all of its rooms, and is slow to read back, when a test says so.</summary>
internal sealed class EventServer : IAsyncDisposable
{
    private static readonly Status Away = new(StatusCode.Unavailable, "Away.");

    private readonly GrpcServer _server;

    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _stateLock = new();
    private readonly List<ChatRoom> _rooms = [];
    private readonly Dictionary<string, List<Message>> _messages = [];
    private readonly Dictionary<string, int> _dropped = [];
    private readonly List<JoinRoomRequest> _joins = [];
    private readonly List<GetHistoryRequest> _histories = [];
    private string? _journal = Guid.NewGuid().ToString();
    private TaskCompletionSource _changed = NewSource();
    private Task _reading = Task.CompletedTask;
    private Task _streaming = Task.CompletedTask;
    private Status? _refusal;
    private int _answers;
    private int _openStreams;
    private int _watchers;
    private int _watches;

    private EventServer()
    {
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(ChatReflection.Descriptor.Services.Single())
            .AddMethod<CreateRoomRequest, CreateRoomResponse>("CreateRoom", (_, _) => throw new NotSupportedException())
            .AddMethod<ListRoomsRequest, ListRoomsResponse>("ListRooms", (_, _) => throw new NotSupportedException())
            .AddMethod<JoinRoomRequest, JoinRoomResponse>("JoinRoom", JoinRoomAsync)
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddMethod<GetHistoryRequest, GetHistoryResponse>("GetHistory", GetHistoryAsync)
            .AddMethod<WatchRoomsRequest, WatchRoomsResponse>("WatchRooms", WatchRoomsAsync)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
        Add("shared", "Shared chat");
    }

    /// <summary>How many messages a page has at most.</summary>
    public int PageSize { get; init; } = int.MaxValue;

    /// <summary>How many rooms it tells of in one response.</summary>
    public int RoomsAtOnce { get; init; } = int.MaxValue;

    public int Port => _server.Port;

    public string? Journal => Locked(() => _journal);

    /// <summary>The requests for streams of rooms, in order.</summary>
    public JoinRoomRequest[] Joins => Locked(() => _joins.ToArray());

    /// <summary>The requests for pages, in order.</summary>
    public GetHistoryRequest[] Histories => Locked(() => _histories.ToArray());

    /// <summary>How many pages are made, sent or held back.</summary>
    public int Answers => Locked(() => _answers);

    /// <summary>Streams of rooms that are open.</summary>
    public int OpenStreams => Locked(() => _openStreams);

    /// <summary>Streams of all rooms' activity that are open.</summary>
    public int Watchers => Locked(() => _watchers);

    /// <summary>How often all rooms were asked for.</summary>
    public int Watches => Locked(() => _watches);

    public static async Task<EventServer> StartAsync(int pageSize = int.MaxValue, int roomsAtOnce = int.MaxValue)
    {
        var server = new EventServer { PageSize = pageSize, RoomsAtOnce = roomsAtOnce };
        await server._server.StartAsync().Within();
        return server;
    }

    /// <summary>Makes a room.</summary>
    public void Add(string id, string name) => Change(() =>
    {
        _rooms.Add(new ChatRoom { Id = id, Name = name });
        _messages[id] = [];
        _dropped[id] = 0;
    });

    /// <summary>Says something. Returns its number.</summary>
    public long Say(string text, string room = "shared")
    {
        long sequence = 0;
        Change(() =>
        {
            sequence = NewestLocked(room) + 1;
            _messages[room].Add(new Message
            {
                Id = $"{room}/{sequence}",
                RoomId = room,
                AuthorId = "Alice",
                Content = text,
                Timestamp = 1_758_365_922 + sequence,
                Sequence = sequence,
                SendTime = new() { Seconds = 1_758_365_922 + sequence, Nanos = 665_193_501 },
            });
        });
        return sequence;
    }

    /// <summary>Says the numbers from one to another.</summary>
    public void SayAll(int first, int last, string room = "shared")
    {
        for (int number = first; number <= last; number++)
        {
            Say($"{number}", room);
        }
    }

    /// <summary>Keeps only the newest messages of a room.</summary>
    public void Keep(int newest, string room = "shared") => Change(() =>
    {
        int dropped = _messages[room].Count - newest;
        _messages[room].RemoveRange(0, dropped);
        _dropped[room] += dropped;
    });

    /// <summary>Ends all streams, and answers every call so, until <see cref="ComeBack"/>.</summary>
    public void GoAway(StatusCode code = StatusCode.Unavailable) => Change(() => _refusal = Away with { StatusCode = code });

    public void ComeBack() => Change(() => _refusal = null);

    /// <summary>Forgets everything but the shared chat, as a server with a new journal does.</summary>
    public void Forget() => Change(() =>
    {
        _rooms.RemoveRange(1, _rooms.Count - 1);
        _messages.Clear();
        _messages["shared"] = [];
        _dropped["shared"] = 0;
        _journal = Guid.NewGuid().ToString();
    });

    /// <summary>Has no journal from now on, as servers of the contract's first edition.</summary>
    public void LoseJournal() => Change(() => _journal = null);

    /// <summary>Holds back what streams of rooms are to bring, until the task is completed.</summary>
    public void HoldStreams(Task until) => Locked(() => _streaming = until);

    /// <summary>Holds pages back until the task is completed.</summary>
    public void HoldPages(Task until) => Locked(() => _reading = until);

    public async ValueTask DisposeAsync()
    {
        _server.RefuseNewCalls(Away);
        await _server.EndCallsAsync(Away).Within();
        await _server.DisposeAsync();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task SendMessageAsync(
        IAsyncStreamReader<SendMessageRequest> requests, IServerStreamWriter<SendMessageResponse> responses, ServerCallContext context) =>
        throw new NotSupportedException();

    private async Task<GetHistoryResponse> GetHistoryAsync(GetHistoryRequest request, ServerCallContext context)
    {
        Task reading = Locked(() =>
        {
            ThrowIfAwayLocked();
            _histories.Add(request);
            return _reading;
        });
        (GetHistoryResponse response, Metadata headers) = Locked(() =>
        {
            GetHistoryResponse page = PageLocked(request);
            _answers++;
            return (page, HeadersLocked());
        });
        await reading.WaitAsync(context.CancellationToken);
        await context.WriteResponseHeadersAsync(headers);
        return response;
    }

    private GetHistoryResponse PageLocked(GetHistoryRequest request)
    {
        ThrowIfAwayLocked();
        List<Message> kept = KeptLocked(request.RoomId);
        int limit = Math.Min(request.Limit > 0 ? request.Limit : int.MaxValue, PageSize);
        if (request.AfterSequence > 0)
        {
            CheckPlaceLocked(request.RoomId, request.AfterSequence);
            Message[] after = [.. kept.Where(message => message.Sequence > request.AfterSequence)];
            return new GetHistoryResponse { Messages = { after.Take(limit) }, HasMore = after.Length > limit };
        }

        long end = request.BeforeSequence > 0 ? request.BeforeSequence : long.MaxValue;
        Message[] before = [.. kept.Where(message => message.Sequence < end)];
        return new GetHistoryResponse { Messages = { before.TakeLast(limit) }, HasMore = before.Length > limit };
    }

    private async Task JoinRoomAsync(JoinRoomRequest request, IServerStreamWriter<JoinRoomResponse> responses, ServerCallContext context)
    {
        Metadata headers = Locked(() =>
        {
            ThrowIfAwayLocked();
            _joins.Add(request);
            if (request.JournalId.Length > 0 && request.JournalId != _journal)
            {
                throw new RpcException(new Status(StatusCode.OutOfRange, "That is another journal's."));
            }

            CheckPlaceLocked(request.RoomId, request.AfterSequence);
            return HeadersLocked();
        });
        await context.WriteResponseHeadersAsync(headers);
        long last = request.AfterSequence;
        Locked(() => _openStreams++);
        try
        {
            while (true)
            {
                (Message[] more, Task changed) = Locked(() =>
                {
                    ThrowIfAwayLocked();
                    return (KeptLocked(request.RoomId).Where(message => message.Sequence > last).ToArray(), _changed.Task);
                });
                await Locked(() => _streaming).WaitAsync(context.CancellationToken);
                foreach (Message message in more)
                {
                    await responses.WriteAsync(new JoinRoomResponse { Message = message });
                    last = message.Sequence;
                }

                await changed.WaitAsync(context.CancellationToken);
            }
        }
        finally
        {
            Locked(() => _openStreams--);
        }
    }

    private async Task WatchRoomsAsync(
        WatchRoomsRequest request, IServerStreamWriter<WatchRoomsResponse> responses, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(Locked(() =>
        {
            ThrowIfAwayLocked();
            _watches++;
            return HeadersLocked();
        }));
        Dictionary<string, long> told = [];
        Locked(() => _watchers++);
        try
        {
            while (true)
            {
                (RoomActivity[] news, Task changed) = Locked(() =>
                {
                    ThrowIfAwayLocked();
                    return (NewsLocked(told), _changed.Task);
                });
                foreach (RoomActivity[] some in news.Chunk(RoomsAtOnce))
                {
                    await responses.WriteAsync(new WatchRoomsResponse { Rooms = { some }, MoreFollows = some[^1] != news[^1] });
                }

                await changed.WaitAsync(context.CancellationToken);
            }
        }
        finally
        {
            Locked(() => _watchers--);
        }
    }

    private RoomActivity[] NewsLocked(Dictionary<string, long> told)
    {
        RoomActivity[] news =
        [
            .. _rooms.Select(room => new RoomActivity { Room = room, NewestSequence = NewestLocked(room.Id) })
                .Where(room => !told.TryGetValue(room.Room.Id, out long newest) || newest != room.NewestSequence),
        ];
        foreach (RoomActivity room in news)
        {
            told[room.Room.Id] = room.NewestSequence;
        }

        return news;
    }

    private List<Message> KeptLocked(string room) => _messages.TryGetValue(room, out List<Message>? kept)
        ? kept
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no room '{room}'."));

    private long NewestLocked(string room) => _dropped[room] + _messages[room].Count;

    private void CheckPlaceLocked(string room, long after)
    {
        _ = KeptLocked(room);
        if (after > NewestLocked(room) || (after < _dropped[room] && after > 0))
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, "There is no such message, or no longer."));
        }
    }

    private Metadata HeadersLocked() => _journal is { } journal ? new() { { JournalMetadata.Journal, journal } } : [];

    private void ThrowIfAwayLocked()
    {
        if (_refusal is { } refusal)
        {
            throw new RpcException(refusal);
        }
    }

    private T Locked<T>(Func<T> change)
    {
        lock (_stateLock)
        {
            return change();
        }
    }

    private void Change(Action change)
    {
        lock (_stateLock)
        {
            change();
            _changed.SetResult();
            _changed = NewSource();
        }
    }
}
