using System.Net.NetworkInformation;

namespace Messenger.Grpc.Tests;

/// <summary>Connections of peers that read slowly, which go on, and of those that read nothing, which end, whoever holds what is unsent.</summary>
[TestClass]
public sealed class UnreadConnectionTests
{
    private const int PeerDoesNotRead = 1303;
    private const int PeerIsStuck = 1306;

    [TestMethod]
    public async Task Connection_ThatIsReadSlowly_GoesOn()
    {
        const int Piece = 10 << 10;
        const int Pieces = 90;
        await using TestServer server = await TestServer.StartAsync(
            new EchoService { Repeat = WriteForEverAsync }, new GrpcServerOptions { FlushTimeout = TimeSpan.FromSeconds(3) });
        using Http2Connection peer = await Http2Connection.ConnectAsync(
            server.Server.Port, receiveBuffer: 64 << 10, settings: (Setting.InitialWindowSize, int.MaxValue));
        await peer.WidenWindowAsync(0);
        await peer.CallAsync(1, EchoService.RepeatPath);

        for (int i = 0; i < Pieces; i++)
        {
            await peer.ReadBytesAsync(Piece);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Assert.IsEmpty(server.Log.OfServer(PeerDoesNotRead));
        Assert.IsEmpty(server.Log.OfServer(PeerIsStuck));
    }

    [TestMethod]
    public async Task Connection_ThatNobodyReads_IsClosedWhereverWhatIsSentIsHeldUp()
    {
        const int Connections = 100;
        const int Step = 8 << 10;
        var second = TimeSpan.FromSeconds(1);
        await using TestServer server = await TestServer.StartAsync(
            new EchoService { Repeat = WriteForEverAsync },
            new GrpcServerOptions { FlushTimeout = second, KeepAlivePingDelay = second, KeepAlivePingTimeout = second });
        List<Http2Connection> peers = [];
        for (int i = 1; i <= Connections; i++)
        {
            Http2Connection peer = await Http2Connection.ConnectAsync(
                server.Server.Port, isDead: true, receiveBuffer: 64 << 10, (Setting.InitialWindowSize, (uint)(i * Step)));
            await peer.WidenWindowAsync(0);
            await peer.CallAsync(1, EchoService.RepeatPath);
            peers.Add(peer);
        }

        await Patience.Until(() => Open(server.Server.Port) == 0, "all are closed");
        await Patience.Until(() => server.Calls.Calls.Count == Connections, "all calls have ended");
        string[] ends = [.. server.Calls.Calls.Select(call => call.Status.Detail).Distinct()];
        Assert.IsEmpty(ends.Except(["The peer does not read.", "The peer is silent."]));

        peers.ForEach(peer => peer.Dispose());
    }

    private static async Task WriteForEverAsync(RepeatRequest request, IServerStreamWriter<EchoMessage> responses, ServerCallContext context)
    {
        while (!context.CancellationToken.IsCancellationRequested)
        {
            await responses.WriteAsync(new EchoMessage { Text = new string('x', 1 << 10) });
        }
    }

    // Of the two ends of each the server's.
    private static int Open(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.LocalEndPoint.Port == port && connection.State == TcpState.Established);
}
