namespace Messenger.Grpc.Tests;

/// <summary>Streams and connections that the server cuts off.</summary>
[TestClass]
public sealed class StreamResetTests
{
    [TestMethod]
    [DataRow(0u, StatusCode.Internal)]
    [DataRow(1u, StatusCode.Internal)]
    [DataRow(2u, StatusCode.Internal)]
    [DataRow(3u, StatusCode.Internal)]
    [DataRow(8u, StatusCode.Cancelled)]
    [DataRow(11u, StatusCode.ResourceExhausted)]
    [DataRow(12u, StatusCode.PermissionDenied)]
    [DataRow(999u, StatusCode.Internal)]
    public async Task Reset_BeforeTheHeaders_IsMapped(uint code, StatusCode expected)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.ResetAsync(id, (ErrorCode)code));

        Assert.AreEqual(expected, e.StatusCode, e.ToString());
    }

    [TestMethod]
    [DataRow(0u, StatusCode.Internal)]
    [DataRow(2u, StatusCode.Internal)]
    [DataRow(7u, StatusCode.Unavailable)]
    [DataRow(8u, StatusCode.Cancelled)]
    [DataRow(11u, StatusCode.ResourceExhausted)]
    [DataRow(12u, StatusCode.PermissionDenied)]
    public async Task Reset_AfterAMessage_IsMapped(uint code, StatusCode expected)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;
        await connection.BeginAnswerAsync(id);
        await connection.SendDataAsync(id, Frames.Of([]));
        Assert.IsTrue(await call.NextAsync());

        await connection.ResetAsync(id, (ErrorCode)code);

        RpcException e = await EchoCalls.FailureOf(call.NextAsync());
        Assert.AreEqual(expected, e.StatusCode, e.ToString());
        Assert.AreEqual(e.Status, call.GetStatus());
    }

    [TestMethod]
    public async Task Refusal_OfEveryAttempt_IsUnavailable()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();

        // HttpClient tries a few times by itself: a refused stream was not processed.
        Task<Http2Frame> request = connection.NextRequestAsync();
        while (await Task.WhenAny(request, call) != call)
        {
            await connection.ResetAsync((await request).StreamId, ErrorCode.RefusedStream);
            request = connection.NextRequestAsync();
        }

        RpcException e = await EchoCalls.FailureOf(call);
        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
    }

    [TestMethod]
    public async Task Cancel_AfterTheDeadline_IsDeadlineExceeded()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        DateTime deadline = DateTime.UtcNow + TimeSpan.FromMilliseconds(300);
        Task<EchoMessage> call = channel.EchoAsync(new CallOptions(Deadline: deadline));
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;
        await Patience.Until(() => DateTime.UtcNow >= deadline, "the deadline");

        await connection.ResetAsync(id, ErrorCode.Cancel);

        RpcException failure = await EchoCalls.FailureOf(call);
        Assert.AreEqual(StatusCode.DeadlineExceeded, failure.StatusCode, failure.ToString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Connection_ThatBreaks_IsUnavailable(bool afterHeaders)
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            if (afterHeaders)
            {
                await connection.BeginAnswerAsync(id);
            }

            connection.Dispose();
        });

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Connection_ThatSaysGoodbyeAndCloses_IsUnavailable(bool afterHeaders)
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            if (afterHeaders)
            {
                await connection.BeginAnswerAsync(id);
            }

            await connection.GoAwayAsync(id, ErrorCode.NoError);
            connection.Dispose();
        });

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
    }
}
