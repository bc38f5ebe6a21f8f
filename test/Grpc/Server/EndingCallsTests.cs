namespace Messenger.Grpc.Tests;

/// <summary>The end of the calls that are open when a server stops.</summary>
[TestClass]
public sealed class EndingCallsTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task EndCalls_SendsTheStatusAndCancelsTheMethod()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.RepeatPath);
        await waiting.Entered;

        server.Server.RefuseNewCalls(Stopping);
        await server.Server.EndCallsAsync(Stopping).Within();

        Http2Frame trailers = await client.NextAsync(frame => frame.EndsStream);
        Assert.AreEqual("14", trailers.ReadHeaders()["grpc-status"]);
        Assert.AreEqual(Stopping.Detail, trailers.ReadHeaders()["grpc-message"]);
        await waiting.Cancelled;
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task EndCalls_OfManyStreams_SendsEachItsStatus()
    {
        const int Streams = 500;
        var entered = new CountdownEvent(Streams);
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, context) =>
            {
                await responses.WriteAsync(new EchoMessage());
                entered.Signal();
                await context.CancellationToken.WhenCancelled();
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        for (int i = 0; i < Streams; i++)
        {
            await client.CallAsync((2 * i) + 1, EchoService.RepeatPath);
        }

        await Patience.Until(() => entered.IsSet, "all streams are open");
        Task end = server.Server.EndCallsAsync(Stopping);
        var ended = new HashSet<int>();
        while (ended.Count < Streams)
        {
            Http2Frame frame = await client.NextAsync(frame => frame.Type == FrameType.ResetStream || frame.EndsStream);
            Assert.IsTrue(frame.EndsStream, "Reset without a status.");
            Assert.AreEqual("14", frame.ReadHeaders()["grpc-status"]);
            Assert.IsTrue(ended.Add(frame.StreamId));
        }

        await end.Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task EndCalls_WhileAReaderIsBehind_GivesItWhatIsOnItsWayAndTheStatus()
    {
        var written = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, _) =>
            {
                for (int i = 0; true; i++)
                {
                    await responses.WriteAsync(new EchoMessage { Text = new string('x', 60_000) });
                    _ = i > 2 && written.TrySetResult();
                }
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        Assert.IsTrue(await call.NextAsync());
        await written.Task.Within();

        Task end = server.Server.EndCallsAsync(Stopping);

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await call.NextAsync())
            {
            }
        }).Within();
        Assert.AreEqual(Stopping, e.Status);
        await end.Within();
    }

    [TestMethod]
    public async Task EndCalls_OfAStreamThatIsNotRead_CancelsTheMethod()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (request, responses, context) =>
            {
                await responses.WriteAsync(new EchoMessage { Text = "unread" });
                await waiting.Service.Echo(new EchoMessage(), context);
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server, settings: (Setting.InitialWindowSize, 0));
        await client.CallAsync(1, EchoService.RepeatPath);
        await waiting.Entered;

        await server.Server.EndCallsAsync(Stopping).Within();

        await waiting.Cancelled;
        await server.Server.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task EndCalls_OfACallThatHasNotAnswered_IsTrailersOnly()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using var http = new RawHttpClient(server);
        Task<RawAnswer> call = http.EchoAsync(Frames.Of([]));
        await waiting.Entered;

        await server.Server.EndCallsAsync(Stopping).Within();

        (await call).AssertStatus(14, Stopping.Detail);
        Assert.IsTrue((await call).IsTrailersOnly);
        await waiting.Cancelled;
    }
}
