using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Events;

/// <summary>How far all rooms are, by one stream from the server, which is opened again whenever it ends.</summary>
internal sealed partial class ActivityFeed : IFeed
{
    private readonly ChatClient _chat;
    private readonly string _server;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReconnectLoop _loop;

    public ActivityFeed(ChatClient chat, Connections connections, ClientSettings settings, ILogger<ActivityFeed> logger)
    {
        _chat = chat;
        _server = settings.ServerAddress.Authority;
        _logger = logger;
        _loop = new ReconnectLoop(connections, reason => LogLost(_server, reason), endsWhenRefused: true);

        // Elsewhere: whoever opens a feed holds a lock.
        Completion = Task.Run(() => _loop.RunAsync(ReadAsync, _ending.Token));
    }

    /// <inheritdoc/>
    public Task Completion { get; }

    /// <summary>What it brings.</summary>
    public ActivityBoard Board { get; } = new();

    /// <summary>Completes when the server has told of all rooms for the first time.</summary>
    public Task OpenedAsync() => _opened.Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();

        // Why it has failed, if it has, those know who have watched it.
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task<string?> ReadAsync(CancellationToken ended)
    {
        using AsyncServerStreamingCall<WatchRoomsResponse> call = _chat.WatchRooms(new CallOptions(CancellationToken: ended));
        string journal = (await call.ResponseHeadersAsync).GetValue(JournalMetadata.Journal) ?? "";
        List<RoomActivity>? present = [];
        while (await call.ResponseStream.MoveNext(ended))
        {
            WatchRoomsResponse response = call.ResponseStream.Current;
            _loop.Receive();
            if (present is null)
            {
                Board.Update(response.Rooms);
                continue;
            }

            present.AddRange(response.Rooms);
            if (!response.MoreFollows)
            {
                Board.Begin(journal, present);
                present = null;
                _loop.Open();
                _opened.TrySetResult();
                LogOpened(_server);
            }
        }

        return "The server ended it.";
    }

    [LoggerMessage(2201, LogLevel.Information, "The activity of all rooms comes from {Server}.")]
    private partial void LogOpened(string server);

    [LoggerMessage(2202, LogLevel.Warning, "No activity comes from {Server}, trying again until it does: {Reason}")]
    private partial void LogLost(string server, string reason);
}
