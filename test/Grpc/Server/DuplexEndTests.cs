using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>The end of a call with two streams, while its client may still send.</summary>
[TestClass]
public sealed class DuplexEndTests
{
    private const int CallCancelled = 1302;

    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task Headers_AreSentBeforeAnyMessageFromEitherSide()
    {
        await using TestServer server = await TestServer.StartAsync(new WaitingChat().Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.OpenCallAsync(1, EchoService.ChatPath);

        Http2Frame headers = await client.NextAsync(1);
        Assert.AreEqual(FrameType.Headers, headers.Type);
        Assert.IsFalse(headers.EndsStream);
        Assert.AreEqual("200", headers.ReadHeaders()[":status"]);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Client_ThatIsGone_EndsTheWaitAndIsNoError(bool isReset)
    {
        var chat = new WaitingChat();
        await using TestServer server = await TestServer.StartAsync(chat.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        await chat.Waiting;

        if (isReset)
        {
            await client.ResetAsync(1, ErrorCode.Cancel);
        }
        else
        {
            client.Dispose();
        }

        Assert.IsInstanceOfType<OperationCanceledException>(await chat.Failure);
        await server.Log.UntilServerLogs(CallCancelled);
        Assert.AreEqual(LogLevel.Information, server.Log.OfServer(CallCancelled).Single().Level);
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Deadline_WhileTheMethodWaits_EndsTheWaitAndTheCall()
    {
        var chat = new WaitingChat();
        await using TestServer server = await TestServer.StartAsync(chat.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.OpenCallAsync(1, EchoService.ChatPath, ("grpc-timeout", "200m"));

        Assert.AreEqual(("4", "The deadline has passed."), await client.NextStatusAsync(1));
        Assert.AreEqual(ErrorCode.NoError, (await client.NextAsync(FrameType.ResetStream)).ResetCode);
        Assert.IsInstanceOfType<OperationCanceledException>(await chat.Failure);
        await AssertIdleAsync(server);
    }

    [TestMethod]
    public async Task EndCalls_WhileTheMethodWaits_EndsTheWaitAndTheCall()
    {
        var chat = new WaitingChat();
        await using TestServer server = await TestServer.StartAsync(chat.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        await chat.Waiting;

        await server.Server.EndCallsAsync(Stopping).Within();

        Assert.AreEqual(("14", Stopping.Detail), await client.NextStatusAsync(1));
        Assert.IsInstanceOfType<OperationCanceledException>(await chat.Failure);
        await AssertIdleAsync(server);
    }

    [TestMethod]
    public async Task Method_EndingBeforeTheRequest_SendsItsStatusAndStopsTheClient()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, _, _) =>
            {
                Assert.IsTrue(await requests.MoveNext(CancellationToken.None));
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "Enough."));
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);

        await client.SendDataAsync(1, RawChat.Text("first"));

        Assert.AreEqual(("9", "Enough."), await client.NextStatusAsync(1));
        Assert.AreEqual(ErrorCode.NoError, (await client.NextAsync(FrameType.ResetStream)).ResetCode);
        await AssertIdleAsync(server);
    }

    // Kestrel gives the stream's objects to the next call, which a read that is left behind must not meet.
    [TestMethod]
    public async Task Method_LeavingAReadBehind_EndsItAndDisturbsNoLaterCall()
    {
        const int Calls = 50;
        var left = new List<Task<bool>>();
        IAsyncStreamReader<EchoMessage>? last = null;
        bool leaves = true;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, _) =>
            {
                last = requests;
                if (leaves)
                {
                    left.Add(requests.MoveNext(CancellationToken.None));
                    return;
                }

                while (await requests.MoveNext(CancellationToken.None))
                {
                    await responses.WriteAsync(requests.Current);
                }
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        for (int i = 0; i < Calls; i++)
        {
            int id = (2 * i) + 1;
            leaves = i % 2 == 0;
            await client.OpenCallAsync(id, EchoService.ChatPath);
            if (!leaves)
            {
                await client.SendDataAsync(id, RawChat.Text($"{i}"), endStream: true);
                Assert.AreEqual($"{i}", (await client.NextMessagesAsync(id, 1)).Single().Text);
            }

            Assert.AreEqual(("0", null), await client.NextStatusAsync(id));
        }

        await AssertIdleAsync(server);
        foreach (Task<bool> read in left)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => read.Within());
        }

        await Assert.ThrowsAsync<OperationCanceledException>(() => last!.MoveNext(CancellationToken.None).Within());
    }

    private static async Task AssertIdleAsync(TestServer server)
    {
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }
}
