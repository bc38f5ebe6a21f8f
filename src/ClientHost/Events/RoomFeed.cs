using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Hub;

namespace Messenger.ClientHost.Events;

/// <summary>
/// The messages of one room from when it is first watched, by one stream from the server. A stream that ends is followed by another, after
/// the last message; where the server cannot go on there, the tail ends and another begins, at what is then the newest message.
/// </summary>
internal sealed partial class RoomFeed : IFeed
{
    // The contract wants to know who joins.
    private const string Author = "events";

    // What a reader that has stopped reading keeps from being freed is at most twice so many messages, those that it was handed and those
    // that wait. Those that stop at the same time keep the same ones.
    private static readonly HubOptions Options = new() { QueueCapacity = 1024 };

    private readonly string _room;
    private readonly ChatClient _chat;
    private readonly LivePages _pages;
    private readonly string _server;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly ReconnectLoop _loop;
    private volatile TaskCompletionSource<RoomTail> _current = NewSource();

    // The tail of now, for the one who reads the stream; null before the server has told where it begins.
    private RoomTail? _tail;

    public RoomFeed(
        string room, ChatClient chat, Connections connections, LivePages pages, ClientSettings settings, ILogger<RoomFeed> logger)
    {
        _room = room;
        _chat = chat;
        _pages = pages;
        _server = settings.ServerAddress.Authority;
        _logger = logger;
        _loop = new ReconnectLoop(connections, reason => LogLost(_server, _room, reason), endsWhenRefused: true);

        // Elsewhere: whoever opens a feed holds a lock.
        Completion = Task.Run(() => _loop.RunAsync(ReadAsync, _ending.Token));
    }

    /// <inheritdoc/>
    public Task Completion { get; }

    /// <summary>The room's id.</summary>
    public string Room => _room;

    /// <summary>The tail of now, as soon as the server has told where it begins.</summary>
    public Task<RoomTail> TailAsync() => _current.Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();

        // Why it has failed, if it has, those know who have watched it.
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private static TaskCompletionSource<RoomTail> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static RpcException Lost(string detail) => new(new Status(StatusCode.OutOfRange, detail));

    private async Task<string?> ReadAsync(CancellationToken ended)
    {
        try
        {
            if (_tail is not { } tail)
            {
                tail = await BeginAsync(ended);
                _tail = tail;
                _current.SetResult(tail);
            }

            await ReadAsync(tail, ended);
            return "The server ended it.";
        }
        catch (RpcException e) when (_tail is not null && StreamEnd.IsPlaceLost(e.StatusCode))
        {
            LogBroken(_server, _room, e.Status.Detail);
            EndTail(_tail);
            return e.Status.Detail;
        }
    }

    private async Task<RoomTail> BeginAsync(CancellationToken ended)
    {
        RoomPage newest = await _pages.NewestAsync(_room, ended);
        long last = newest.Messages is [.., { } message] ? message.Sequence : 0;
        return new RoomTail(newest.Journal!, new Hub<byte[]>(Options with { FirstSequence = last + 1 }));
    }

    private async Task ReadAsync(RoomTail tail, CancellationToken ended)
    {
        long next = tail.Frames.NextSequence;
        var request = new JoinRoomRequest { RoomId = _room, AuthorId = Author, AfterSequence = next - 1, JournalId = tail.Journal };
        using AsyncServerStreamingCall<JoinRoomResponse> call = _chat.JoinRoom(request, new CallOptions(CancellationToken: ended));
        if ((await call.ResponseHeadersAsync).GetValue(JournalMetadata.Journal) != tail.Journal)
        {
            throw Lost("The server has another journal.");
        }

        _loop.Open();
        LogOpened(_server, _room, next);
        while (await call.ResponseStream.MoveNext(ended))
        {
            Message message = call.ResponseStream.Current.Message ?? new Message();
            if (message.Sequence != next)
            {
                throw Lost($"Message {message.Sequence} came instead of {next}.");
            }

            tail.Frames.Publish(next, EventFrame.Message(message, new EventCursor(_room, next, tail.Journal)));
            next++;
            _loop.Receive();
        }
    }

    private void EndTail(RoomTail ended)
    {
        // In this order: who finds that a tail has ended waits for the next one.
        _tail = null;
        _current = NewSource();
        ended.Frames.Complete();
    }

    [LoggerMessage(2301, LogLevel.Information, "The events of room {Room} come from {Server}, from message {Next} on.")]
    private partial void LogOpened(string server, string room, long next);

    [LoggerMessage(2302, LogLevel.Warning, "No events of room {Room} come from {Server}, trying again until they do: {Reason}")]
    private partial void LogLost(string server, string room, string reason);

    [LoggerMessage(2303, LogLevel.Warning, "{Server} cannot go on with the events of room {Room}, which begin anew: {Reason}")]
    private partial void LogBroken(string server, string room, string reason);
}
