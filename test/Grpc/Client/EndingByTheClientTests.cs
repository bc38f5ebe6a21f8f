namespace Messenger.Grpc.Tests;

/// <summary>Calls that the client ends: by a token, by disposing.</summary>
[TestClass]
public sealed class EndingByTheClientTests
{
    [TestMethod]
    public async Task Token_OfACall_CancelsItOnTheServerToo()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using GrpcChannel channel = server.OpenChannel();
        using var cancellation = new CancellationTokenSource();
        Task<EchoMessage> call = channel.EchoAsync(new CallOptions(CancellationToken: cancellation.Token));
        await waiting.Entered;

        await cancellation.CancelAsync();

        RpcException e = await EchoCalls.FailureOf(call);
        Assert.AreEqual(new Status(StatusCode.Cancelled, "The call was cancelled."), e.Status);
        await waiting.Cancelled;
    }

    [TestMethod]
    public async Task Token_CancelledBeforehand_SendsNothing()
    {
        bool isCalled = false;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (request, _) =>
            {
                isCalled = true;
                return Task.FromResult(request);
            },
        });
        using GrpcChannel channel = server.OpenChannel();

        var options = new CallOptions(CancellationToken: new CancellationToken(canceled: true));
        RpcException e = await EchoCalls.FailureOf(channel.EchoAsync(options));

        Assert.AreEqual(StatusCode.Cancelled, e.StatusCode);
        Assert.IsFalse(isCalled);
    }

    [TestMethod]
    public async Task MoveNext_Cancelled_CancelsTheWholeCall()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        await call.ResponseHeadersAsync.Within();
        using var cancellation = new CancellationTokenSource();
        Task<bool> next = call.NextAsync(cancellation.Token);

        await cancellation.CancelAsync();

        RpcException e = await EchoCalls.FailureOf(next);
        Assert.AreEqual(StatusCode.Cancelled, e.StatusCode, e.ToString());
        Assert.AreEqual(StatusCode.Cancelled, call.GetStatus().StatusCode);
        RpcException again = await EchoCalls.FailureOf(call.NextAsync());
        Assert.AreEqual(StatusCode.Cancelled, again.StatusCode);
        await waiting.Cancelled;
    }

    [TestMethod]
    public async Task Dispose_OfAnOpenCall_ResetsItsStream()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using GrpcChannel channel = server.OpenChannel();
        AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        await call.ResponseHeadersAsync.Within();

        call.Dispose();
        call.Dispose();

        await waiting.Cancelled;
    }

    [TestMethod]
    public async Task Dispose_BeforeTheHeaders_ResetsTheStream()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        using Http2Connection connection = await server.AcceptAsync();
        await connection.NextRequestAsync();

        call.Dispose();

        Assert.AreEqual(ErrorCode.Cancel, (await connection.NextAsync(FrameType.ResetStream)).ResetCode);
        RpcException e = await EchoCalls.FailureOf(call.ResponseHeadersAsync);
        Assert.AreEqual(StatusCode.Cancelled, e.StatusCode);
    }

    [TestMethod]
    public async Task Dispose_WhileAReadWaits_CancelsIt()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using GrpcChannel channel = server.OpenChannel();
        AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        await call.ResponseHeadersAsync.Within();
        Task<bool> next = call.NextAsync();

        call.Dispose();

        RpcException e = await EchoCalls.FailureOf(next);
        Assert.AreEqual(StatusCode.Cancelled, e.StatusCode, e.ToString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task MoveNext_OfADisposedCall_IsCancelled(bool isTokenCancelled)
    {
        await using TestServer server = await TestServer.StartAsync(new WaitingMethods().Service);
        using GrpcChannel channel = server.OpenChannel();
        AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        await call.ResponseHeadersAsync.Within();
        call.Dispose();

        RpcException e = await EchoCalls.FailureOf(call.NextAsync(new CancellationToken(isTokenCancelled)));

        Assert.AreEqual(StatusCode.Cancelled, e.StatusCode, e.ToString());
    }

    [TestMethod]
    [DataRow("200", "text/plain")]
    [DataRow("503", "text/plain")]
    public async Task Answer_ThatIsNoCall_IsResetAndNotLeftOpen(string httpStatus, string contentType)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.SendHeadersAsync(id, endStream: false, (":status", httpStatus), ("content-type", contentType));

        await EchoCalls.FailureOf(call);
        Assert.AreEqual(id, (await connection.NextAsync(FrameType.ResetStream)).StreamId);
    }

    [TestMethod]
    public async Task Dispose_OfAChannel_EndsItsCalls()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        GrpcChannel channel = server.OpenChannel();
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        await call.ResponseHeadersAsync.Within();
        Task<bool> next = call.NextAsync();

        channel.Dispose();

        await EchoCalls.FailureOf(next);
        await waiting.Cancelled;
    }
}
