using System.Net;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ServerHost.Tests;

/// <summary>Both services in this process, on a journal of the test's choice, and a channel to them.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private Serving(RoomDirectory rooms, GrpcServer server)
    {
        Rooms = rooms;
        Server = server;
        Channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
    }

    public RoomDirectory Rooms { get; }

    public GrpcServer Server { get; }

    public GrpcChannel Channel { get; }

    public static async Task<Serving> StartAsync(IJournal journal, ChatOptions? options = null, HistoryBudget? history = null)
    {
        var rooms = new RoomDirectory(journal, options ?? new ChatOptions());
        await rooms.OpenAsync().Within();
        var streams = new MessageStreams(NullLogger<MessageStreams>.Instance);
        var replies = new HistoryReply(history ?? new HistoryBudget(new HistoryOptions(), new JournalOptions()));
        var server = new GrpcServer(
            new GrpcServerOptions { Address = IPAddress.Loopback },
            [new MessengerService(rooms, streams).Bind(), new ChatService(rooms, streams, replies).Bind()],
            NullLoggerFactory.Instance);
        await server.StartAsync().Within();
        return new Serving(rooms, server);
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
        await Rooms.DisposeAsync();
    }
}
