namespace Messenger.Grpc.Tests;

/// <summary>Servers that complain of too many pings.</summary>
[TestClass]
public sealed class CalmTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Complaint_AboutAConnection_DoublesTheDelayOnceForAllItsCalls()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { KeepAlivePingDelay = Delay });
        Task<EchoMessage> first = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        await connection.NextRequestAsync();
        Task<EchoMessage> second = channel.EchoAsync();
        int last = (await connection.NextRequestAsync()).StreamId;

        await connection.ResetAsync(last - 2, ErrorCode.EnhanceYourCalm);
        await connection.ResetAsync(last, ErrorCode.EnhanceYourCalm);

        Assert.AreEqual(StatusCode.ResourceExhausted, (await EchoCalls.FailureOf(first)).StatusCode);
        Assert.AreEqual(StatusCode.ResourceExhausted, (await EchoCalls.FailureOf(second)).StatusCode);
        Assert.AreEqual(2 * Delay, channel.KeepAlivePingDelay);
    }

    [TestMethod]
    public async Task Complaint_ByGoAway_IsResourceExhaustedAndTheNextCallGoesOverANewConnection()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { KeepAlivePingDelay = Delay });
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;
        await connection.BeginAnswerAsync(id);

        await connection.GoAwayAsync(id, ErrorCode.EnhanceYourCalm);
        await connection.ResetAsync(id, ErrorCode.EnhanceYourCalm);
        RpcException e = await EchoCalls.FailureOf(call);
        Task<EchoMessage> next = channel.EchoAsync();
        using Http2Connection second = await server.AcceptAsync();
        await second.AnswerAsync((await second.NextRequestAsync()).StreamId, "calm");

        Assert.AreEqual(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.AreEqual("calm", (await next.Within()).Text);
        Assert.AreEqual(2 * Delay, channel.KeepAlivePingDelay);
    }

    [TestMethod]
    public async Task Complaints_WithoutEnd_AreHeededUpToAnHour()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { KeepAlivePingDelay = Delay });

        // 2, 4, 8, 16 and 32 minutes, the hour, and no more.
        for (int i = 0; i < 7; i++)
        {
            Task<EchoMessage> call = channel.EchoAsync();
            using Http2Connection connection = await server.AcceptAsync();
            int id = (await connection.NextRequestAsync()).StreamId;
            await connection.ResetAsync(id, ErrorCode.EnhanceYourCalm);
            await EchoCalls.FailureOf(call);
        }

        Assert.AreEqual(TimeSpan.FromHours(1), channel.KeepAlivePingDelay);
    }
}
