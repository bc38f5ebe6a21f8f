using System.Net;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;
using Messenger.ServerHost.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ServerHost.Tests;

/// <summary>All services in this process, on a journal of the test's choice, and a channel to them.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly ServerMetrics _metrics;

    private Serving(RoomDirectory rooms, ServerHealth health, GrpcServer server, ServerMetrics metrics)
    {
        _metrics = metrics;
        Rooms = rooms;
        Health = health;
        Server = server;
        Channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
    }

    public RoomDirectory Rooms { get; }

    public ServerHealth Health { get; }

    public GrpcServer Server { get; }

    public GrpcChannel Channel { get; }

    public static async Task<Serving> StartAsync(IJournal journal, ChatOptions? options = null, HistoryBudget? history = null)
    {
        var rooms = new RoomDirectory(journal, options ?? new ChatOptions());
        await rooms.OpenAsync().Within();
        var metrics = new ServerMetrics();
        var posts = new Posts(rooms, metrics);
        var streams = new MessageStreams(metrics, NullLogger<MessageStreams>.Instance);
        var replies = new HistoryReply(history ?? new HistoryBudget(new HistoryOptions(), new JournalOptions()));
        var health = new ServerHealth(journal);
        var server = new GrpcServer(
            new GrpcServerOptions { Address = IPAddress.Loopback },
            ServerServices.Bind(
                [new MessengerService(rooms, posts, streams).Bind(), new ChatService(rooms, posts, streams, replies).Bind()], health, rooms.Closing),
            NullLoggerFactory.Instance);
        await server.StartAsync().Within();
        return new Serving(rooms, health, server, metrics);
    }

    /// <summary>Completes when no call is served any more, which nobody ends but its client and the house.</summary>
    public Task WhenIdleAsync()
    {
        Server.RefuseNewCalls(new Status(StatusCode.Unavailable, "The test is over."));
        return Server.WhenIdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
        Health.Dispose();
        await Rooms.DisposeAsync();
        _metrics.Dispose();
    }
}
