using System.Net;
using System.Net.Sockets;

namespace Messenger.Grpc.Tests;

/// <summary>Servers that are not there, or are none.</summary>
[TestClass]
public sealed class ConnectingTests
{
    [TestMethod]
    public async Task Connection_ThatIsRefused_IsUnavailable()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(NobodysAddress());

        RpcException e = await EchoCalls.FailureOf(channel.EchoAsync());

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
    }

    [TestMethod]
    public async Task Connecting_ThatTakesTooLong_IsUnavailable()
    {
        // Nobody accepts, and the queue of those who wait to be accepted is full after one: the rest hears nothing.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 0);
        TcpClient[] queue = [.. Enumerable.Range(0, 4).Select(_ => new TcpClient())];
        Task[] connecting = [.. queue.Select(tcp => tcp.ConnectAsync((IPEndPoint)listener.LocalEndpoint))];
        await Task.WhenAny(connecting).Within();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            new Uri($"http://{listener.LocalEndpoint}"), new GrpcChannelOptions { ConnectTimeout = TimeSpan.FromMilliseconds(300) });

        RpcException e = await EchoCalls.FailureOf(channel.EchoAsync());

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
        Array.ForEach(queue, tcp => tcp.Dispose());
    }

    [TestMethod]
    public async Task Stream_ToNobody_FailsEverywhere()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(NobodysAddress());
        using AsyncServerStreamingCall<EchoMessage> call = channel.Repeat();

        RpcException headers = await EchoCalls.FailureOf(call.ResponseHeadersAsync);
        RpcException sent = await EchoCalls.FailureOf(call.RequestSentAsync);
        RpcException read = await EchoCalls.FailureOf(call.NextAsync());

        Assert.AreEqual(StatusCode.Unavailable, headers.StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, sent.StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, read.StatusCode);
        Assert.AreEqual(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    [TestMethod]
    public async Task Server_ThatSpeaksHttp1_IsAnError()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://{listener.LocalEndpoint}"));
        Task<EchoMessage> call = channel.EchoAsync();
        using TcpClient tcp = await listener.AcceptTcpClientAsync().Within();
        await tcp.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray()).Within();

        RpcException e = await EchoCalls.FailureOf(call);

        Assert.IsTrue(e.StatusCode is StatusCode.Unavailable or StatusCode.Internal, e.ToString());
    }

    [TestMethod]
    public async Task Channel_MadeBeforeItsServer_FindsItWhenItIsThere()
    {
        TestServer first = await TestServer.StartAsync();
        Uri address = first.Address;
        await first.DisposeAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        await EchoCalls.FailureOf(channel.EchoAsync());

        await using var second = new GrpcServer(
            new GrpcServerOptions { Address = IPAddress.Loopback, Port = address.Port },
            [new EchoService().Bind()],
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await second.StartAsync().Within();
        EchoMessage answer = await channel.EchoAsync(new EchoMessage { Text = "there" }).Within();

        Assert.AreEqual("there", answer.Text);
    }

    [TestMethod]
    public async Task Streams_BeyondAConnectionsLimit_GetAnotherConnection()
    {
        await using TestServer server = await TestServer.StartAsync(
            new EchoService { Repeat = new WaitingMethods().Service.Repeat }, new GrpcServerOptions { MaxStreamsPerConnection = 1 });
        using GrpcChannel channel = server.OpenChannel();

        using AsyncServerStreamingCall<EchoMessage> first = channel.Repeat();
        await first.ResponseHeadersAsync.Within();
        using AsyncServerStreamingCall<EchoMessage> second = channel.Repeat();

        await second.ResponseHeadersAsync.Within();
    }

    [TestMethod]
    public async Task KeepAlive_WhileACallIsOpen_Pings()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { KeepAlivePingDelay = TimeSpan.FromSeconds(1) });
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.NextAsync(FrameType.Ping);
        await connection.AnswerAsync(id, "still here");

        Assert.AreEqual("still here", (await call.Within()).Text);
    }

    [TestMethod]
    public async Task KeepAlive_WithoutAnAnswer_IsUnavailable()
    {
        var second = TimeSpan.FromSeconds(1);
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { KeepAlivePingDelay = second, KeepAlivePingTimeout = second });
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();

        // Nothing is read from here on.
        RpcException e = await EchoCalls.FailureOf(call);

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode, e.ToString());
    }

    private static Uri NobodysAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
