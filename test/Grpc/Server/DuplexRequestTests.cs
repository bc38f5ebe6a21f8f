namespace Messenger.Grpc.Tests;

/// <summary>The stream of requests, as bytes that come in all kinds of pieces.</summary>
[TestClass]
public sealed class DuplexRequestTests
{
    private static readonly (string, string?) Ok = ("0", null);

    [TestMethod]
    public async Task Messages_SplitOverDataFrames_AreRead()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);

        byte[] bytes = [.. RawChat.Text("one"), .. RawChat.Text(""), .. RawChat.Text("two")];
        foreach (byte b in bytes)
        {
            await client.SendDataAsync(1, [b]);
        }

        EchoMessage[] answers = await client.NextMessagesAsync(1, 3);
        CollectionAssert.AreEqual(new[] { "one", "", "two" }, answers.Select(answer => answer.Text).ToArray());
        await client.SendDataAsync(1, [], endStream: true);
        Assert.AreEqual(Ok, await client.NextStatusAsync(1));
    }

    [TestMethod]
    public async Task Messages_SeveralInOneDataFrame_AreRead()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];

        await client.SendDataAsync(1, [.. texts.SelectMany(RawChat.Text)], endStream: true);

        EchoMessage[] answers = await client.NextMessagesAsync(1, texts.Length);
        CollectionAssert.AreEqual(texts, answers.Select(answer => answer.Text).ToArray());
        Assert.AreEqual(Ok, await client.NextStatusAsync(1));
    }

    [TestMethod]
    public async Task Request_WithoutMessages_IsAnEndAndNoError()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.SendAsync(RawHttpClient.Post(EchoService.ChatPath, new PiecewiseContent()));

        answer.AssertStatus(0, null);
    }

    public static IEnumerable<object?[]> BadMessages =>
    [
        [Frames.Header(10), 13, "Incomplete message."],
        [new byte[] { 0, 0 }, 13, "Incomplete message."],
        [Frames.Of([], flag: 2), 13, "Unexpected compression flag 2 in the message header."],
        [Frames.Of([], flag: 1), 13, "A message is compressed, but grpc-encoding names no compression."],
        [Frames.Of([0xFF, 0xFF]), 13, "The message cannot be parsed."],
        [Frames.Of([0x0A, 1, 0xFF]), 3, "'text' is not valid UTF-8."],
        [Frames.Header(1001), 8, "The message is larger than the limit of 1000 bytes."],
    ];

    [TestMethod]
    [DynamicData(nameof(BadMessages))]
    public async Task Message_ThatIsBad_EndsTheCallAfterTheAnswersBefore(byte[] bad, int status, string detail)
    {
        await using TestServer server = await TestServer.StartAsync(options: new GrpcServerOptions { MaxReceiveMessageSize = 1000 });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        await client.SendDataAsync(1, RawChat.Text("first"));
        Assert.AreEqual("first", (await client.NextMessagesAsync(1, 1)).Single().Text);

        // Only the end tells that a message is cut. What else is wrong is seen at once.
        await client.SendDataAsync(1, bad, endStream: detail == "Incomplete message.");

        Assert.AreEqual(($"{status}", detail), await client.NextStatusAsync(1));
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task MoveNext_AfterABadMessage_FailsAgain()
    {
        RpcException? first = null;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, _, _) =>
            {
                first = await Assert.ThrowsExactlyAsync<RpcException>(() => requests.MoveNext(CancellationToken.None));
                await requests.MoveNext(CancellationToken.None);
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);

        await client.SendDataAsync(1, [.. Frames.Of([0xFF, 0xFF]), .. RawChat.Text("good")], endStream: true);

        Assert.AreEqual(("13", "The message cannot be parsed."), await client.NextStatusAsync(1));
        Assert.AreEqual(StatusCode.Internal, first?.StatusCode);
    }

    [TestMethod]
    public async Task MoveNext_AfterTheEnd_IsFalseAgainAndThereIsNoCurrent()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, _, _) =>
            {
                Assert.IsFalse(await requests.MoveNext(CancellationToken.None));
                Assert.IsFalse(await requests.MoveNext(CancellationToken.None));
                Assert.ThrowsExactly<InvalidOperationException>(() => requests.Current);
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.SendAsync(RawHttpClient.Post(EchoService.ChatPath, new PiecewiseContent()));

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    public async Task MoveNext_Cancelled_EndsOnlyThisWaitAndLosesNothing()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, context) =>
            {
                await context.WriteResponseHeadersAsync();
                for (int i = 0; i < 10; i++)
                {
                    using var wait = new CancellationTokenSource();
                    Task<bool> next = requests.MoveNext(wait.Token);
                    await wait.CancelAsync();
                    await Assert.ThrowsAsync<OperationCanceledException>(() => next);
                }

                await Assert.ThrowsAsync<OperationCanceledException>(() => requests.MoveNext(new CancellationToken(canceled: true)));
                cancelled.SetResult();
                while (await requests.MoveNext(context.CancellationToken))
                {
                    await responses.WriteAsync(requests.Current);
                }
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        byte[] message = RawChat.Text("kept");
        await client.SendDataAsync(1, message[..7]);
        await cancelled.Task.Within();

        await client.SendDataAsync(1, message[7..], endStream: true);

        Assert.AreEqual("kept", (await client.NextMessagesAsync(1, 1)).Single().Text);
        Assert.AreEqual(Ok, await client.NextStatusAsync(1));
    }

    [TestMethod]
    public async Task MoveNext_WhileAnotherWaits_Throws()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, context) =>
            {
                await context.WriteResponseHeadersAsync();
                Task<bool> next = requests.MoveNext(CancellationToken.None);
                await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => requests.MoveNext(CancellationToken.None));
                await responses.WriteAsync(new EchoMessage());
                Assert.IsFalse(await next);
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.OpenCallAsync(1, EchoService.ChatPath);
        await client.NextMessagesAsync(1, 1);

        await client.SendDataAsync(1, [], endStream: true);

        Assert.AreEqual(Ok, await client.NextStatusAsync(1));
    }
}
