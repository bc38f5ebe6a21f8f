using System.Net;
using System.Net.Sockets;

namespace Messenger.Grpc.Tests;

/// <summary>Which failures prove that the server has done nothing, so that a call may be made again.</summary>
[TestClass]
public sealed class UnprocessedCallTests
{
    [TestMethod]
    public async Task Connection_ThatIsRefused_ProvesIt()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(NobodysAddress());

        Assert.IsTrue((await EchoCalls.FailureOf(channel.EchoAsync())).IsUnprocessed);
    }

    [TestMethod]
    public async Task Connection_ThatIsRefusedForAStreamOfRequests_ProvesIt()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(NobodysAddress());
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        Assert.IsTrue((await EchoCalls.FailureOf(call.ResponseHeadersAsync)).IsUnprocessed);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Connecting_ThatTakesTooLong_ProvesIt(bool passesDeadline)
    {
        // Nobody accepts, and the queue of those who wait to be accepted is full after one: the rest hears nothing.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 0);
        TcpClient[] queue = [.. Enumerable.Range(0, 4).Select(_ => new TcpClient())];
        Task[] connecting = [.. queue.Select(tcp => tcp.ConnectAsync((IPEndPoint)listener.LocalEndpoint))];
        await Task.WhenAny(connecting).Within();
        TimeSpan soon = TimeSpan.FromMilliseconds(200);
        using GrpcChannel channel = GrpcChannel.ForAddress(
            new Uri($"http://{listener.LocalEndpoint}"), new GrpcChannelOptions { ConnectTimeout = passesDeadline ? Patience.Limit : soon });

        RpcException e = await EchoCalls.FailureOf(channel.EchoAsync(new CallOptions(Deadline: passesDeadline ? DateTime.UtcNow + soon : null)));

        Assert.AreEqual(passesDeadline ? StatusCode.DeadlineExceeded : StatusCode.Unavailable, e.StatusCode, e.ToString());
        Assert.IsTrue(e.IsUnprocessed, e.ToString());
        Array.ForEach(queue, tcp => tcp.Dispose());
    }

    [TestMethod]
    public async Task Connection_ThatNobodyReads_ProvesNothing()
    {
        // The kernel accepts it, and holds what is written.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://{listener.LocalEndpoint}"));

        RpcException e = await EchoCalls.FailureOf(
            channel.EchoAsync(new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromSeconds(2))));

        Assert.AreEqual(StatusCode.DeadlineExceeded, e.StatusCode, e.ToString());
        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    public async Task Refusal_OfEveryAttempt_ProvesIt()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();

        Task<Http2Frame> request = connection.NextRequestAsync();
        while (await Task.WhenAny(request, call) != call)
        {
            await connection.ResetAsync((await request).StreamId, ErrorCode.RefusedStream);
            request = connection.NextRequestAsync();
        }

        Assert.IsTrue((await EchoCalls.FailureOf(call)).IsUnprocessed);
    }

    [TestMethod]
    [DataRow(2u)]
    [DataRow(8u)]
    [DataRow(11u)]
    public async Task Reset_OfTheStream_ProvesNothing(uint code)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.ResetAsync(id, (ErrorCode)code));

        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    public async Task Refusal_OfTheConnectionThatTookTheRequest_ProvesNothing()
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.GoAwayAsync(id, ErrorCode.RefusedStream);
            connection.Dispose();
        });

        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    public async Task Refusal_AfterTheAnswerHasBegun_ProvesNothing()
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.ResetAsync(id, ErrorCode.RefusedStream);
        });

        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Connection_ThatBreaks_ProvesNothing(bool afterHeaders)
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
        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    public async Task Deadline_WhileTheServerHasTheRequest_ProvesNothing()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync(new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromSeconds(2)));
        using Http2Connection connection = await server.AcceptAsync();
        await connection.NextRequestAsync();

        RpcException e = await EchoCalls.FailureOf(call);

        Assert.AreEqual(StatusCode.DeadlineExceeded, e.StatusCode, e.ToString());
        Assert.IsFalse(e.IsUnprocessed, e.ToString());
    }

    [TestMethod]
    public async Task Status_OfTheServer_ProvesNothing()
    {
        RpcException e = await RawHttp2Server.FailureAsync(
            (connection, id) => connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "14")));

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode);
        Assert.IsFalse(e.IsUnprocessed);
    }

    private static Uri NobodysAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
