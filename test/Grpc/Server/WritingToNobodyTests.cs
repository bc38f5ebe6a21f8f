namespace Messenger.Grpc.Tests;

/// <summary>A method that goes on writing when its client is gone.</summary>
[TestClass]
public sealed class WritingToNobodyTests
{
    private const int CallCancelled = 1302;

    [TestMethod]
    public async Task Write_AfterTheClientIsGone_Throws()
    {
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, context) =>
            {
                await context.WriteResponseHeadersAsync();
                entered.SetResult();
                await context.CancellationToken.WhenCancelled();
                try
                {
                    await responses.WriteAsync(new EchoMessage());
                    failed.SetException(new AssertFailedException("The message went nowhere, and the method was not told."));
                }
                catch (Exception e)
                {
                    failed.SetResult(e);
                    throw;
                }
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.RepeatPath);
        await entered.Task.Within();

        await client.ResetAsync(1, ErrorCode.Cancel);

        Assert.IsInstanceOfType<OperationCanceledException>(await failed.Task.Within());
        await server.Log.UntilServerLogs(CallCancelled);
        server.Log.AssertNoErrors();
    }

    // Again and again, since there are moments at which the stream is gone and the token is not cancelled yet.
    [TestMethod]
    [DataRow(10)]
    [DataRow(100_000)]
    public async Task Writes_WithoutEnd_EndWhenTheClientIsGone(int length)
    {
        const int Calls = 20;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, _) =>
            {
                var message = new EchoMessage { Text = new string('x', length) };
                while (true)
                {
                    await responses.WriteAsync(message);
                }
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.WidenWindowAsync(0);

        for (int i = 0; i < Calls; i++)
        {
            int streamId = (2 * i) + 1;
            await client.CallAsync(streamId, EchoService.RepeatPath);
            await client.NextAsync(frame => frame.StreamId == streamId && frame.Type == FrameType.Data);
            await client.ResetAsync(streamId, ErrorCode.Cancel);
        }

        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        Assert.HasCount(Calls, server.Log.OfServer(CallCancelled));
        server.Log.AssertNoErrors();
    }
}
