using System.Net;
using System.Net.Sockets;
using Messenger.Fixtures.Proxy;

namespace Messenger.Chaos;

/// <summary>A fault counts only if a connection feels it.</summary>
[TestClass]
public sealed class NetworkFaultsTests
{
    private readonly Random _choices = new(Seed.Next());

    [TestMethod]
    [DataRow(FaultKind.AllCut)]
    [DataRow(FaultKind.CutMidFrame)]
    [DataRow(FaultKind.HalfOpen)]
    [DataRow(FaultKind.BlackHole)]
    [DataRow(FaultKind.Slow)]
    [DataRow(FaultKind.Refused)]
    public async Task Strike_WhereNobodyIsConnected_IsNotFelt(FaultKind kind)
    {
        await using FaultProxy proxy = FaultProxy.Start(targetPort: 1);

        Assert.IsFalse(await new NetworkFaults(proxy).StrikeAsync(kind, _choices).Within());
    }

    [TestMethod]
    [DataRow(FaultKind.AllCut, true)]
    [DataRow(FaultKind.CutMidFrame, false)]
    [DataRow(FaultKind.HalfOpen, false)]
    [DataRow(FaultKind.BlackHole, false)]
    [DataRow(FaultKind.Slow, false)]
    [DataRow(FaultKind.Refused, true)]
    public async Task Strike_WhereNobodySaysAnything_IsFeltIfItCuts(FaultKind kind, bool isFelt) =>
        Assert.AreEqual(isFelt, await StrikeAsync(kind, isTalking: false));

    [TestMethod]
    [DataRow(FaultKind.CutMidFrame)]
    [DataRow(FaultKind.HalfOpen)]
    [DataRow(FaultKind.BlackHole)]
    [DataRow(FaultKind.Slow)]
    public async Task Strike_WhereBothSidesTalk_IsFeltSoonerOrLater(FaultKind kind)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (!await StrikeAsync(kind, isTalking: true))
        {
            Assert.IsLessThan(end, DateTime.UtcNow, $"Nothing has felt {kind}.");
        }
    }

    private async Task<bool> StrikeAsync(FaultKind kind, bool isTalking)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using FaultProxy proxy = FaultProxy.Start(((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port).Within();
        using TcpClient server = await listener.AcceptTcpClientAsync().Within();
        await proxy.ConnectionAsync(1).Within();
        using var stop = new CancellationTokenSource();
        Task talking = isTalking ? Task.WhenAll(TalkAsync(client, stop.Token), TalkAsync(server, stop.Token)) : Task.CompletedTask;

        bool isFelt = await new NetworkFaults(proxy).StrikeAsync(kind, _choices).Within();

        await stop.CancelAsync();
        await talking.Within();
        return isFelt;
    }

    // More than any connection takes, so that it also waits.
    private static async Task TalkAsync(TcpClient peer, CancellationToken stop)
    {
        byte[] piece = new byte[16 << 10];
        NetworkStream stream = peer.GetStream();
        try
        {
            Task read = stream.CopyToAsync(Stream.Null, stop);
            while (!read.IsCompleted)
            {
                await stream.WriteAsync(piece, stop);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut, or over.
        }
    }
}
