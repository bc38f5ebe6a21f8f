using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>Clients that do not read what is sent to them.</summary>
[TestClass]
public sealed class FlushTimeoutTests
{
    private const int PeerDoesNotRead = 1303;

    private static readonly GrpcServerOptions Options = new() { FlushTimeout = TimeSpan.FromSeconds(1) };

    [TestMethod]
    [DataRow(0u, DisplayName = "no window at all")]
    [DataRow(65_535u, DisplayName = "a window that is never widened")]
    public async Task Stream_ThatIsNotRead_IsResetAndItsMethodCancelled(uint window)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService { Repeat = WriteForEver(cancelled) }, Options);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server, settings: (Setting.InitialWindowSize, window));

        await client.CallAsync(1, EchoService.RepeatPath);
        Http2Frame[] frames = await client.UntilResetAsync(1);

        Assert.AreEqual(ErrorCode.Cancel, frames[^1].ResetCode);
        Assert.AreEqual((int)window, frames.Where(frame => frame.Type == FrameType.Data).Sum(frame => frame.Payload.Length));
        await cancelled.Task.Within();
        await server.Log.UntilServerLogs(PeerDoesNotRead);
        Assert.AreEqual(LogLevel.Warning, server.Log.OfServer(PeerDoesNotRead).First().Level);
    }

    [TestMethod]
    [DataRow(0u, DisplayName = "no window at all")]
    [DataRow(65_535u, DisplayName = "a window that is never widened")]
    public async Task Answer_ThatIsLargeAndNotRead_IsReset(uint window)
    {
        var answer = new EchoMessage { Text = new string('x', 1_000_000) };
        await using TestServer server = await TestServer.StartAsync(new EchoService { Echo = (_, _) => Task.FromResult(answer) }, Options);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server, settings: (Setting.InitialWindowSize, window));

        await client.CallAsync(1, EchoService.EchoPath);
        Http2Frame[] frames = await client.UntilResetAsync(1);

        Assert.AreEqual(ErrorCode.Cancel, frames[^1].ResetCode);
        Assert.AreEqual((int)window, frames.Where(frame => frame.Type == FrameType.Data).Sum(frame => frame.Payload.Length));
        await server.Log.UntilServerLogs(PeerDoesNotRead);
        Assert.AreEqual(LogLevel.Warning, server.Log.OfServer(PeerDoesNotRead).First().Level);
    }

    [TestMethod]
    public async Task Stream_ThatIsNotRead_DisturbsNoOtherOfItsConnection()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService { Repeat = WriteForEver(cancelled) }, Options);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.WidenWindowAsync(0);

        await client.CallAsync(1, EchoService.RepeatPath);
        await client.UntilResetAsync(1);
        await client.CallAsync(3, EchoService.EchoPath);

        Http2Frame last = await client.NextAsync(frame => frame.StreamId == 3 && frame.EndsStream);
        Assert.AreEqual("0", last.ReadHeaders()["grpc-status"]);
    }

    [TestMethod]
    public async Task Deadline_OfAStreamThatIsNotRead_CancelsTheMethodAndResets()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService { Repeat = WriteForEver(cancelled) }, Options);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server, settings: (Setting.InitialWindowSize, 0));

        await client.CallAsync(1, EchoService.RepeatPath, ("grpc-timeout", "100m"));
        await client.UntilResetAsync(1);

        await cancelled.Task.Within();
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
    }

    private static ServerStreamingServerMethod<RepeatRequest, EchoMessage> WriteForEver(TaskCompletionSource cancelled) =>
        async (_, responses, context) =>
        {
            try
            {
                while (true)
                {
                    await responses.WriteAsync(new EchoMessage { Text = new string('x', 10_000) });
                }
            }
            catch (OperationCanceledException)
            {
                // The write may learn it first.
                await context.CancellationToken.WhenCancelled();
                cancelled.SetResult();
                throw;
            }
        };
}
