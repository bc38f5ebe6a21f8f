using System.Net;
using System.Net.Sockets;
using System.Text;
using Messenger.Fixtures.Proxy;

namespace Messenger.EndToEnd;

/// <summary>The proxy that the tests of faults stand on: that each fault happens, and nothing else.</summary>
[TestClass]
public sealed class FaultProxyTests : IAsyncDisposable
{
    private readonly TcpListener _target = new(IPAddress.Loopback, 0);
    private readonly FaultProxy _proxy;

    public FaultProxyTests()
    {
        _target.Start();
        _proxy = FaultProxy.Start(PortOf(_target));
    }

    [TestCleanup]
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _target.Dispose();
    }

    [TestMethod]
    public async Task Proxy_WithoutAFault_CarriesBothWaysAndTheEnd()
    {
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();

        await WriteAsync(client, "question");
        Assert.AreEqual("question", await ReadAsync(server, 8));
        await WriteAsync(server, "answer");
        Assert.AreEqual("answer", await ReadAsync(client, 6));
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.AreEqual(0, await server.Client.ReceiveAsync(new byte[1]).Within());
        server.Client.Shutdown(SocketShutdown.Send);

        Assert.AreEqual(0, await client.Client.ReceiveAsync(new byte[1]).Within());
        await (await _proxy.ConnectionAsync(1).Within()).Ended.Within();
        Assert.IsEmpty(_proxy.Connections);
    }

    [TestMethod]
    public async Task Delay_OfWhatComes_HoldsItUntilTheRuleChanges()
    {
        _proxy.ToClient = new FlowRule { Delay = TimeSpan.FromHours(1) };
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();
        ProxyConnection connection = await _proxy.ConnectionAsync(1).Within();

        await WriteAsync(server, "late");
        await connection.ToClient.WhenHoldingAsync().Within();
        await WriteAsync(client, "at once");
        Assert.AreEqual("at once", await ReadAsync(server, 7));
        Assert.AreEqual(0, client.Available);
        connection.ToClient.Rule = FlowRule.None;

        Assert.AreEqual("late", await ReadAsync(client, 4));
    }

    [TestMethod]
    public async Task Delay_ThatPasses_ForwardsWhatItHeld()
    {
        _proxy.ToClient = new FlowRule { Delay = TimeSpan.FromMilliseconds(20) };
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();

        await WriteAsync(server, "late");

        Assert.AreEqual("late", await ReadAsync(client, 4));
    }

    [TestMethod]
    public async Task Throttle_OfABurst_LetsItThroughInPieces()
    {
        string burst = new('a', 10_000);
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();
        ProxyConnection connection = await _proxy.ConnectionAsync(1).Within();
        connection.ToServer.Rule = new FlowRule { BytesPerSecond = 100 };

        await WriteAsync(client, burst);
        byte[] piece = new byte[burst.Length];
        int first = await server.Client.ReceiveAsync(piece).Within();
        int second = await server.Client.ReceiveAsync(piece).Within();
        connection.ToServer.Rule = FlowRule.None;

        Assert.IsLessThan(burst.Length, first + second);
        Assert.AreEqual(burst[(first + second)..], await ReadAsync(server, burst.Length - first - second));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(20_000)]
    public async Task Cut_AfterSoManyBytes_ResetsBothSidesAfterExactlyThose(int bytes)
    {
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();
        await WriteAsync(client, "before");
        Assert.AreEqual("before", await ReadAsync(server, 6));
        _proxy.ToServer = new FlowRule { CutAfter = bytes };

        await WriteAsync(client, new string('a', bytes + 7));

        Assert.AreEqual(new string('a', bytes), await ReadAsync(server, bytes));
        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(server));
        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(client));
        await (await _proxy.ConnectionAsync(1).Within()).Ended.Within();
    }

    [TestMethod]
    public async Task Cut_OfAConnection_LeavesTheOthers()
    {
        using TcpClient first = await ConnectAsync();
        using TcpClient firstServer = await _target.AcceptTcpClientAsync().Within();
        using TcpClient second = await ConnectAsync();
        using TcpClient secondServer = await _target.AcceptTcpClientAsync().Within();

        (await _proxy.ConnectionAsync(1).Within()).Cut();

        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(first));
        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(firstServer));
        await WriteAsync(second, "still here");
        Assert.AreEqual("still here", await ReadAsync(secondServer, 10));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task HalfOpen_InOneDirection_GoesOnInTheOtherAndHoldsTheEndToo(bool isReset)
    {
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();
        ProxyConnection connection = await _proxy.ConnectionAsync(1).Within();
        connection.ToServer.Rule = FlowRule.Stopped;

        await WriteAsync(client, "held");
        await WriteAsync(server, "through");
        Assert.AreEqual("through", await ReadAsync(client, 7));
        await connection.ToServer.WhenHoldingAsync().Within();
        client.LingerState = new LingerOption(isReset, 0);

        // TcpClient's own end would say goodbye first.
        client.Client.Close();
        Assert.IsFalse(connection.Ended.IsCompleted);
        Assert.AreEqual(0, server.Available);
        connection.ToServer.Rule = FlowRule.None;

        Assert.AreEqual("held", await ReadAsync(server, 4));
        if (isReset)
        {
            Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(server));
        }
        else
        {
            Assert.AreEqual(0, await server.Client.ReceiveAsync(new byte[1]).Within());
        }
    }

    [TestMethod]
    public async Task BlackHole_OfNewConnections_AcceptsThemAndTellsTheTargetNothing()
    {
        _proxy.Accepting = Accepting.BlackHole;

        using TcpClient client = await ConnectAsync();
        await WriteAsync(client, "is anybody there?");
        await _proxy.SwallowedAsync(1).Within();

        Assert.IsFalse(_target.Pending());
        Assert.AreEqual(0, client.Available);
        await _proxy.CutAllAsync().Within();
        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(client));
    }

    [TestMethod]
    public async Task Refusal_OfNewConnections_KeepsThePortAndTheOpenOnes()
    {
        using TcpClient client = await ConnectAsync();
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();
        _proxy.Accepting = Accepting.Refuse;

        SocketException refusal = await Assert.ThrowsExactlyAsync<SocketException>(ConnectAsync);
        await WriteAsync(client, "still here");
        Assert.AreEqual("still here", await ReadAsync(server, 10));
        _proxy.Accepting = Accepting.Forward;
        using TcpClient again = await ConnectAsync();
        using TcpClient serverAgain = await _target.AcceptTcpClientAsync().Within();

        Assert.AreEqual(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        await WriteAsync(again, "back");
        Assert.AreEqual("back", await ReadAsync(serverAgain, 4));
    }

    [TestMethod]
    public async Task Target_ThatIsSwitched_GetsTheNextConnections()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using TcpClient first = await ConnectAsync();
        using TcpClient firstServer = await _target.AcceptTcpClientAsync().Within();
        _proxy.TargetPort = PortOf(other);

        using TcpClient second = await ConnectAsync();
        using TcpClient secondServer = await other.AcceptTcpClientAsync().Within();
        await WriteAsync(second, "new");
        await WriteAsync(first, "old");

        Assert.AreEqual("new", await ReadAsync(secondServer, 3));
        Assert.AreEqual("old", await ReadAsync(firstServer, 3));
    }

    [TestMethod]
    public async Task Target_ThatIsNotThere_HasItsClientsReset()
    {
        _target.Stop();

        // The reset may come before the client knows that it is connected.
        SocketError failure;
        try
        {
            using TcpClient client = await ConnectAsync();
            failure = await FailureAsync(client);
        }
        catch (SocketException e)
        {
            failure = e.SocketErrorCode;
        }

        Assert.AreEqual(SocketError.ConnectionReset, failure);
    }

    [TestMethod]
    public async Task Dispose_WithOpenConnections_ResetsThemAndReleasesThePort()
    {
        FaultProxy proxy = FaultProxy.Start(PortOf(_target));
        int port = proxy.Port;
        using TcpClient client = await ConnectAsync(port);
        using TcpClient server = await _target.AcceptTcpClientAsync().Within();

        await proxy.DisposeAsync().Within();

        Assert.AreEqual(SocketError.ConnectionReset, await FailureAsync(client));
        using var next = new TcpListener(IPAddress.Loopback, port);
        next.Start();
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static Task WriteAsync(TcpClient side, string text) => side.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).Within();

    private static async Task<string> ReadAsync(TcpClient side, int length)
    {
        byte[] bytes = new byte[length];
        await side.GetStream().ReadExactlyAsync(bytes).Within();
        return Encoding.ASCII.GetString(bytes);
    }

    private static async Task<SocketError> FailureAsync(TcpClient side)
    {
        try
        {
            int read = await side.Client.ReceiveAsync(new byte[1]).Within();
            Assert.AreEqual(0, read);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private Task<TcpClient> ConnectAsync() => ConnectAsync(_proxy.Port);

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port).Within();
        return client;
    }
}
