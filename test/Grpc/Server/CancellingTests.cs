using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>What a method learns when nobody waits for it any more.</summary>
[TestClass]
public sealed class CancellingTests
{
    private const int CallCancelled = 1302;
    private const int PeerIsSilent = 1307;

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Reset_ByTheClient_CancelsTheMethodAndIsNoError(string path)
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, path);
        await waiting.Entered;

        await client.ResetAsync(1, ErrorCode.Cancel);

        await waiting.Cancelled;
        await AssertLoggedAsync(server, path);
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Connection_ThatBreaks_CancelsTheMethodAndIsNoError(string path)
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, path);
        await waiting.Entered;

        client.Dispose();

        await waiting.Cancelled;
        await AssertLoggedAsync(server, path);
    }

    [TestMethod]
    public async Task Connection_ThatAnswersNoPings_IsClosedWithAWarningAndCancelsTheMethod()
    {
        var waiting = new WaitingMethods();
        var second = TimeSpan.FromSeconds(1);
        await using TestServer server = await TestServer.StartAsync(
            waiting.Service, new GrpcServerOptions { KeepAlivePingDelay = second, KeepAlivePingTimeout = second });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server, isDead: true);
        await client.CallAsync(1, EchoService.RepeatPath);

        await client.UntilClosedAsync();

        Assert.IsTrue(client.Passed.Any(frame => frame.Type == FrameType.Ping));
        await waiting.Cancelled;
        await server.Log.UntilServerLogs(CallCancelled);
        await server.Log.UntilServerLogs(PeerIsSilent);
        LogEntry entry = server.Log.OfServer(PeerIsSilent).Single();
        Assert.StartsWith("The connection of ipv4:127.0.0.1:", entry.Message);
    }

    [TestMethod]
    public async Task Reset_InTheMiddleOfAMessage_DisturbsNobody()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.EchoPath);
        await client.SendDataAsync(1, Frames.Header(100));

        await client.ResetAsync(1, ErrorCode.Cancel);
        await client.CallAsync(3, EchoService.EchoPath);

        Http2Frame last = await client.NextAsync(frame => frame.StreamId == 3 && frame.EndsStream);
        Assert.AreEqual("0", last.ReadHeaders()["grpc-status"]);
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Connection_ThatBreaksInTheMiddleOfAMessage_DisturbsNobody()
    {
        await using TestServer server = await TestServer.StartAsync();
        using (Http2Connection client = await RawHttp2Client.ConnectAsync(server))
        {
            await client.OpenCallAsync(1, EchoService.EchoPath);
            await client.SendDataAsync(1, Frames.Header(100));
        }

        using var http = new RawHttpClient(server);
        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Header_LargerThanKestrelTakes_EndsNoOtherConnection()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        byte[] block = HeaderBlock.Encode([("large", new string('x', 40_000))]);
        try
        {
            // A frame carries 16 KiB, unless the server allows more.
            await client.SendAsync(FrameType.Headers, 0, 1, block[..16_000]);
            await client.SendAsync(FrameType.Continuation, 0, 1, block[16_000..32_000]);
            await client.SendAsync(FrameType.Continuation, Http2Frame.EndHeaders, 1, block[32_000..]);
        }
        catch (IOException)
        {
            // It has seen enough.
        }

        await client.UntilClosedAsync();
        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    public async Task Token_WhoseCallbackThrows_DoesNotKeepTheCallOpen()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = async (request, context) =>
            {
                using CancellationTokenRegistration registration =
                    context.CancellationToken.Register(() => throw new InvalidOperationException("thrown by a callback"));
                await context.CancellationToken.WhenCancelled();
                return request;
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("grpc-timeout", "100m"));

        answer.AssertStatus(4, "The deadline has passed.");
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task Token_AfterTheCall_IsCancelled()
    {
        ServerCallContext? kept = null;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (request, context) =>
            {
                kept = context;
                Assert.IsFalse(context.CancellationToken.IsCancellationRequested);
                return Task.FromResult(request);
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        Assert.IsTrue(kept!.CancellationToken.IsCancellationRequested);
    }

    private static async Task AssertLoggedAsync(TestServer server, string path)
    {
        await server.Log.UntilServerLogs(CallCancelled);
        LogEntry entry = server.Log.OfServer(CallCancelled).Single();
        Assert.AreEqual(LogLevel.Information, entry.Level);
        Assert.Contains(path, entry.Message);
        server.Log.AssertNoErrors();
    }
}
