namespace Messenger.Grpc.Tests;

[TestClass]
public sealed class UnaryCallTests
{
    [TestMethod]
    public async Task Headers_OfAnAnswer_AreThereWithTheResponse()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncUnaryCall<EchoMessage> call = channel.UnaryCall(EchoService.EchoMethod, new EchoMessage());
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.BeginAnswerAsync(id, ("some-key", "some value"));
        await connection.SendDataAsync(id, Frames.Of(new EchoMessage { Text = "answer" }));
        await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));

        Assert.AreEqual("answer", (await call.ResponseAsync.Within()).Text);
        Assert.AreEqual("some value", (await call.ResponseHeadersAsync.Within()).GetValue("some-key"));
    }

    [TestMethod]
    public async Task Headers_OfACallThatFails_FailWithIt()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncUnaryCall<EchoMessage> call = channel.UnaryCall(EchoService.EchoMethod, new EchoMessage());
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "5"));

        Assert.AreEqual(StatusCode.NotFound, (await EchoCalls.FailureOf(call.ResponseHeadersAsync)).StatusCode);
        Assert.AreEqual(StatusCode.NotFound, (await EchoCalls.FailureOf(call.ResponseAsync)).StatusCode);
    }

    [TestMethod]
    public async Task Dispose_OfACallThatWaits_ResetsItsStream()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        AsyncUnaryCall<EchoMessage> call = channel.UnaryCall(EchoService.EchoMethod, new EchoMessage());
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        call.Dispose();

        Assert.AreEqual(id, (await connection.NextAsync(FrameType.ResetStream)).StreamId);
        Assert.AreEqual(StatusCode.Cancelled, (await EchoCalls.FailureOf(call.ResponseAsync)).StatusCode);
    }

    [TestMethod]
    public async Task Reconnect_WhileACallIsOpen_TakesANewConnectionForTheNextAndLeavesThatOne()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> first = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        channel.Reconnect();
        Task<EchoMessage> second = channel.EchoAsync();
        using Http2Connection other = await server.AcceptAsync();
        await other.AnswerAsync((await other.NextRequestAsync()).StreamId, "new");
        await connection.AnswerAsync(id, "old");

        Assert.AreEqual("new", (await second.Within()).Text);
        Assert.AreEqual("old", (await first.Within()).Text);
    }

    [TestMethod]
    public async Task Reconnect_OverAndOver_LeavesTheFirstCallOpen()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Repeat = new WaitingMethods().Service.Repeat });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> stream = channel.Repeat();
        await stream.ResponseHeadersAsync.Within();

        for (int i = 0; i < 20; i++)
        {
            channel.Reconnect();
            await channel.EchoAsync();
        }

        Assert.ThrowsExactly<InvalidOperationException>(() => stream.GetStatus());
    }
}
