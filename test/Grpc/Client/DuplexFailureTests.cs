namespace Messenger.Grpc.Tests;

/// <summary>What a writer and a reader learn when a call with two streams ends before its requests.</summary>
[TestClass]
public sealed class DuplexFailureTests
{
    private static readonly Status Enough = new(StatusCode.FailedPrecondition, "Enough.");

    // More than the window that a server grants at first.
    private static readonly string Large = new('x', 1 << 20);

    [TestMethod]
    [DataRow(true, "more")]
    [DataRow(false, "more")]
    [DataRow(false, null)]
    public async Task Server_EndingEarly_TellsTheWriterAndKeepsTheAnswers(bool readsFirst, string? text)
    {
        const int Answers = 3;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, _) =>
            {
                Assert.IsTrue(await requests.MoveNext(CancellationToken.None));
                for (int i = 0; i < Answers; i++)
                {
                    await responses.WriteAsync(new EchoMessage { Text = $"{i}" });
                }

                throw new RpcException(Enough, [new MetadataEntry("why", "so")]);
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        if (readsFirst)
        {
            await call.WriteAsync("first");
            await AssertAnswersAsync();
        }

        RpcException write = await EchoCalls.FailureOf(WriteWithoutEndAsync(call, text ?? Large));

        Assert.AreEqual(Enough, write.Status);
        Assert.AreEqual("so", write.Trailers.GetValue("why"));
        if (!readsFirst)
        {
            await AssertAnswersAsync();
        }

        Assert.AreEqual(Enough, call.GetStatus());
        Assert.AreEqual(Enough, (await EchoCalls.FailureOf(call.WriteAsync("late"))).Status);
        await call.CompleteAsync();
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => call.WriteAsync("later"));
        server.Log.AssertNoErrors();

        async Task AssertAnswersAsync()
        {
            for (int i = 0; i < Answers; i++)
            {
                Assert.AreEqual($"{i}", await call.NextTextAsync());
            }

            Assert.AreEqual(Enough, (await EchoCalls.FailureOf(call.NextAsync())).Status);
        }
    }

    [TestMethod]
    public async Task Server_EndingWellBeforeTheRequests_TellsTheWriterOk()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Chat = (_, _, _) => Task.CompletedTask });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        Assert.IsNull(await call.NextTextAsync());

        RpcException e = await EchoCalls.FailureOf(call.WriteAsync("late"));
        Assert.AreEqual(Status.OK, e.Status);
        Assert.AreEqual(Status.OK, call.GetStatus());
    }

    // With END_STREAM, and without a reset of what the client still sends.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Server_ThatDoesNotStopTheRequests_IsHeardByAWriterWhenTheEndIsRead(bool isTrailersOnly)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        Task writing = call.WriteAsync(Large);
        await connection.NextAsync(FrameType.Data);

        if (!isTrailersOnly)
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "9"), ("grpc-message", "Enough."));
        }
        else
        {
            await connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "9"), ("grpc-message", "Enough."));
        }

        Assert.AreEqual(Enough, (await EchoCalls.FailureOf(call.NextAsync())).Status);
        Assert.AreEqual(Enough, (await EchoCalls.FailureOf(writing)).Status);
        Assert.AreEqual(id, (await connection.NextAsync(FrameType.ResetStream)).StreamId);
    }

    [TestMethod]
    [DataRow(2u, StatusCode.Internal)]
    [DataRow(8u, StatusCode.Cancelled)]
    [DataRow(11u, StatusCode.ResourceExhausted)]
    public async Task Reset_WhileAWriteWaits_EndsIt(uint code, StatusCode expected)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        await connection.BeginAnswerAsync(id);
        await call.ResponseHeadersAsync.Within();
        Task writing = call.WriteAsync(Large);
        await connection.NextAsync(FrameType.Data);

        await connection.ResetAsync(id, (ErrorCode)code);

        Assert.AreEqual(expected, (await EchoCalls.FailureOf(writing)).StatusCode);
        Assert.AreEqual(expected, (await EchoCalls.FailureOf(call.NextAsync())).StatusCode);
        Assert.AreEqual(expected, (await EchoCalls.FailureOf(call.WriteAsync("late"))).StatusCode);
    }

    [TestMethod]
    public async Task Refusal_OfTheStream_IsUnavailableForBothSides()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        Task writing = call.WriteAsync(Large);
        await connection.NextAsync(FrameType.Data);

        await connection.ResetAsync(id, ErrorCode.RefusedStream);

        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(writing)).StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(call.NextAsync())).StatusCode);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Connection_ThatBreaks_IsUnavailableForBothSides(bool afterHeaders)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        if (afterHeaders)
        {
            await connection.BeginAnswerAsync(id);
            await call.ResponseHeadersAsync.Within();
        }

        Task writing = call.WriteAsync(Large);
        Task<bool> reading = call.NextAsync();

        connection.Dispose();

        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(writing)).StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(reading)).StatusCode);
    }

    [TestMethod]
    public async Task Server_ThatIsNotThere_IsUnavailableForAWriter()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(call.WriteAsync("nobody"))).StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(call.NextAsync())).StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, (await EchoCalls.FailureOf(call.ResponseHeadersAsync)).StatusCode);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Deadline_WhileAWriteWaits_EndsIt(bool isAnswered)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call =
            channel.Chat(new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromSeconds(1)));
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        if (isAnswered)
        {
            await connection.BeginAnswerAsync(id);
            await call.ResponseHeadersAsync.Within();
        }

        RpcException e = await EchoCalls.FailureOf(call.WriteAsync(Large));

        Assert.AreEqual(StatusCode.DeadlineExceeded, e.StatusCode, e.ToString());
        Assert.AreEqual(StatusCode.DeadlineExceeded, (await EchoCalls.FailureOf(call.NextAsync())).StatusCode);
    }

    [TestMethod]
    public async Task Token_WhileAWriteWaits_EndsIt()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using var cancellation = new CancellationTokenSource();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call =
            channel.Chat(new CallOptions(CancellationToken: cancellation.Token));
        using Http2Connection connection = await server.AcceptAsync();
        Task writing = call.WriteAsync(Large);
        await connection.NextAsync(FrameType.Data);

        await cancellation.CancelAsync();

        Assert.AreEqual(StatusCode.Cancelled, (await EchoCalls.FailureOf(writing)).StatusCode);
        await connection.NextAsync(FrameType.ResetStream);
    }

    [TestMethod]
    public async Task Dispose_WhileBothWait_ResetsTheStreamAndEndsThem()
    {
        var chat = new WaitingChat();
        await using TestServer server = await TestServer.StartAsync(chat.Service);
        using GrpcChannel channel = server.OpenChannel();
        AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        await call.ResponseHeadersAsync.Within();
        Task<bool> reading = call.NextAsync();

        call.Dispose();
        call.Dispose();

        Assert.AreEqual(StatusCode.Cancelled, (await EchoCalls.FailureOf(reading)).StatusCode);
        Assert.AreEqual(StatusCode.Cancelled, (await EchoCalls.FailureOf(call.WriteAsync("late"))).StatusCode);
        Assert.IsInstanceOfType<OperationCanceledException>(await chat.Failure);
        server.Server.RefuseNewCalls(Status.OK);
        await server.Server.WhenIdleAsync().Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Dispose_WhileAWriteWaits_EndsIt()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
        await connection.BeginAnswerAsync(id);
        await call.ResponseHeadersAsync.Within();
        Task writing = call.WriteAsync(Large);
        await connection.NextAsync(FrameType.Data);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => call.WriteAsync("second"));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => call.CompleteAsync());

        call.Dispose();

        Assert.AreEqual(StatusCode.Cancelled, (await EchoCalls.FailureOf(writing)).StatusCode);
        await connection.NextAsync(FrameType.ResetStream);
    }

    [TestMethod]
    public async Task EndCalls_ReachesReaderAndWriter()
    {
        var stopping = new Status(StatusCode.Unavailable, "The server is stopping.");
        var chat = new WaitingChat();
        await using TestServer server = await TestServer.StartAsync(chat.Service);
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        await chat.Waiting;
        Task<bool> reading = call.NextAsync();

        await server.Server.EndCallsAsync(stopping).Within();

        Assert.AreEqual(stopping, (await EchoCalls.FailureOf(reading)).Status);
        Assert.AreEqual(stopping, (await EchoCalls.FailureOf(call.WriteAsync("late"))).Status);
        await chat.Failure;
        server.Log.AssertNoErrors();
    }

    private static async Task WriteWithoutEndAsync(AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call, string text)
    {
        while (true)
        {
            await call.WriteAsync(text);
        }
    }
}
