namespace Messenger.Grpc.Tests;

/// <summary>The steps in which a server stops.</summary>
[TestClass]
public sealed class StoppingTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task RefuseNewCalls_LetsOpenOnesGoOn()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = async (request, _) =>
            {
                entered.SetResult();
                await release.Task;
                return request;
            },
        });
        using var http = new RawHttpClient(server);
        Task<RawAnswer> open = http.EchoAsync(Frames.Of(new EchoMessage { Text = "open" }));
        await entered.Task.Within();

        server.Server.RefuseNewCalls(Stopping);
        RawAnswer refused = await http.EchoAsync(Frames.Of([]));
        RawAnswer refusedStream = await http.RepeatAsync(Frames.Of([]));
        Task idle = server.Server.WhenIdleAsync();
        bool wasIdle = idle.IsCompleted;
        release.SetResult();

        refused.AssertStatus(14, Stopping.Detail);
        Assert.IsTrue(refused.IsTrailersOnly);
        refusedStream.AssertStatus(14, Stopping.Detail);
        Assert.IsFalse(wasIdle);
        (await open).AssertStatus(0, null);
        Assert.AreEqual("open", (await open).Messages.Single().Text);
        await idle.Within();
    }

    [TestMethod]
    public async Task RefuseNewCalls_WithoutADetail_SendsNoMessage()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        server.Server.RefuseNewCalls(new Status(StatusCode.Unavailable, ""));
        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(14, null);
    }

    [TestMethod]
    public async Task WhenIdle_WithoutCalls_IsCompleted()
    {
        await using TestServer server = await TestServer.StartAsync();

        server.Server.RefuseNewCalls(Stopping);

        await server.Server.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task Stop_ClosesTheConnectionsAndThePort()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.EchoPath);
        await client.NextAsync(frame => frame.StreamId == 1 && frame.EndsStream);

        Task stop = server.Server.StopAsync(CancellationToken.None);
        await client.UntilClosedAsync();

        await stop.Within();
        Assert.AreEqual(ErrorCode.NoError, client.Passed.First(frame => frame.Type == FrameType.GoAway).GoAwayCode);
        await Assert.ThrowsExactlyAsync<System.Net.Sockets.SocketException>(() => RawHttp2Client.ConnectAsync(server));
    }

    [TestMethod]
    public async Task Stop_WithACancelledToken_CutsOpenCallsOff()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.RepeatPath);
        await waiting.Entered;

        await server.Server.StopAsync(new CancellationToken(canceled: true)).Within();

        await waiting.Cancelled;
        await client.UntilClosedAsync();
    }

    [TestMethod]
    public async Task Start_OnAPortThatIsTaken_Throws()
    {
        await using TestServer server = await TestServer.StartAsync();
        var options = new GrpcServerOptions { Address = System.Net.IPAddress.Loopback, Port = server.Server.Port };
        await using var second = new GrpcServer(options, [], Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        await Assert.ThrowsExactlyAsync<IOException>(() => second.StartAsync().Within());
    }
}
