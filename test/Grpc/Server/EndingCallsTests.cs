namespace Messenger.Grpc.Tests;

/// <summary>The end of the calls that are open when a server stops.</summary>
[TestClass]
public sealed class EndingCallsTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task EndCalls_SendsTheStatusThenResetsWithNoErrorAndCancelsTheMethod()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.RepeatPath);
        await waiting.Entered;

        server.Server.RefuseNewCalls(Stopping);
        await server.Server.EndCallsAsync(Stopping).Within();

        Http2Frame[] frames = await client.UntilResetAsync(1);
        Assert.AreEqual("14", frames[^2].ReadHeaders()["grpc-status"]);
        Assert.AreEqual(Stopping.Detail, frames[^2].ReadHeaders()["grpc-message"]);
        Assert.AreEqual(ErrorCode.NoError, frames[^1].ResetCode);
        await waiting.Cancelled;
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task EndCalls_OfManyStreams_SendsEachItsStatusBeforeItsReset()
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
        var resets = new Dictionary<int, ErrorCode>();
        var statuses = new HashSet<int>();
        while (resets.Count < Streams)
        {
            Http2Frame frame = await client.NextAsync(frame => frame.Type == FrameType.ResetStream || frame.EndsStream);
            if (frame.EndsStream)
            {
                Assert.AreEqual("14", frame.ReadHeaders()["grpc-status"]);
                Assert.IsTrue(statuses.Add(frame.StreamId));
                continue;
            }

            Assert.Contains(frame.StreamId, statuses, "Reset without a status.");
            resets.Add(frame.StreamId, frame.ResetCode);
        }

        await end.Within();
        Assert.IsTrue(resets.Values.All(code => code == ErrorCode.NoError));
        server.Log.AssertNoErrors();
    }

    // What Kestrel still had for it is lost, and the status with it: nobody tells when a stalled peer has read.
    [TestMethod]
    public async Task EndCalls_OfAStreamThatIsNotRead_ResetsItAndCancelsTheMethod()
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

        Http2Frame[] frames = await client.UntilResetAsync(1);
        Assert.AreEqual(ErrorCode.NoError, frames[^1].ResetCode);
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
