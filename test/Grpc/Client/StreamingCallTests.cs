namespace Messenger.Grpc.Tests;

/// <summary>What a client sees of a stream, from its opening to its end.</summary>
[TestClass]
public sealed class StreamingCallTests
{
    [TestMethod]
    public async Task Messages_AreReadInOrderUntilTheEnd()
    {
        const int Count = 1000;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (request, responses, context) =>
            {
                for (int i = 0; i < request.Count; i++)
                {
                    await responses.WriteAsync(new EchoMessage { Text = $"{i}" });
                }

                context.ResponseTrailers.Add("written", $"{request.Count}");
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat(Count);

        for (int i = 0; i < Count; i++)
        {
            Assert.IsTrue(await call.NextAsync());
            Assert.AreEqual($"{i}", call.ResponseStream.Current.Text);
        }

        Assert.IsFalse(await call.NextAsync());
        Assert.IsFalse(await call.NextAsync());
        Assert.ThrowsExactly<InvalidOperationException>(() => call.ResponseStream.Current);
        Assert.AreEqual(Status.OK, call.GetStatus());
        Assert.AreEqual($"{Count}", call.GetTrailers().GetValue("written"));
    }

    [TestMethod]
    public async Task Stream_WithoutMessages_EndsWell()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();

        Assert.IsFalse(await call.NextAsync());

        Assert.AreEqual(Status.OK, call.GetStatus());
    }

    [TestMethod]
    public async Task Failure_IsTheSameForEveryRead()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, _) =>
            {
                await responses.WriteAsync(new EchoMessage());
                throw new RpcException(new Status(StatusCode.DataLoss, "Too late."), [new MetadataEntry("why", "so")]);
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        Assert.IsTrue(await call.NextAsync());

        for (int i = 0; i < 2; i++)
        {
            RpcException e = await EchoCalls.FailureOf(call.NextAsync());
            Assert.AreEqual(new Status(StatusCode.DataLoss, "Too late."), e.Status);
            Assert.AreEqual("so", e.Trailers.GetValue("why"));
        }

        Assert.AreEqual(StatusCode.DataLoss, call.GetStatus().StatusCode);
        Assert.AreEqual("so", call.GetTrailers().GetValue("why"));
    }

    [TestMethod]
    public async Task ResponseHeaders_ComeBeforeAnyMessage()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, _, context) =>
            {
                await context.WriteResponseHeadersAsync([new MetadataEntry("room", "one"), new MetadataEntry("key-bin", [1, 2])]);
                await context.CancellationToken.WhenCancelled();
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();

        Metadata headers = await call.ResponseHeadersAsync.Within();

        Assert.AreEqual("one", headers.GetValue("room"));
        CollectionAssert.AreEqual(new List<byte> { 1, 2 }, headers.GetValueBytes("key-bin"));
        Assert.IsNull(headers.GetValue("content-type"));
        Assert.ThrowsExactly<InvalidOperationException>(() => call.GetStatus());
        Assert.ThrowsExactly<InvalidOperationException>(() => call.GetTrailers());
    }

    [TestMethod]
    public async Task ResponseHeaders_OfACallThatFails_FailLikeIt()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = (_, _, _) => throw new RpcException(new Status(StatusCode.NotFound, "No such room.")),
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();

        RpcException e = await EchoCalls.FailureOf(call.ResponseHeadersAsync);

        Assert.AreEqual(new Status(StatusCode.NotFound, "No such room."), e.Status);
    }

    [TestMethod]
    public async Task RequestSent_WithAServerWhoseHeadersComeWithTheFirstMessage_IsKnownBefore()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        Task<Metadata> headers = call.ResponseHeadersAsync;
        Task<bool> first = call.NextAsync();
        using Http2Connection connection = await server.AcceptAsync();

        await call.RequestSentAsync.Within();
        int id = (await connection.NextRequestAsync()).StreamId;
        Assert.IsFalse(headers.IsCompleted);
        Assert.IsFalse(first.IsCompleted);
        await connection.BeginAnswerAsync(id, ("room", "one"));
        await connection.SendDataAsync(id, Frames.Of(new EchoMessage { Text = "first" }));

        Assert.IsTrue(await first.Within());
        Assert.AreEqual("first", call.ResponseStream.Current.Text);
        Assert.AreEqual("one", (await headers.Within()).GetValue("room"));
    }

    [TestMethod]
    public void Call_OfAnotherKind_Throws()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));
        var unaryAsStream = new Method<EchoMessage, EchoMessage>(EchoService.Descriptor, "Echo");

        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => channel.ServerStreamingCall(unaryAsStream, new EchoMessage()));

        Assert.AreEqual("/messenger.test.Echo/Echo is Unary in the contract, not ServerStreaming.", e.Message);
    }

    [TestMethod]
    public async Task UnaryCall_OfAStream_Throws()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));

        ArgumentException e = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => channel.UnaryCallAsync(EchoService.RepeatMethod, new RepeatRequest()).Within());

        Assert.AreEqual("/messenger.test.Echo/Repeat is ServerStreaming in the contract, not Unary.", e.Message);
    }
}
