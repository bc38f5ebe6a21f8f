using System.Net;
using System.Net.Sockets;

namespace Messenger.Interop;

/// <summary>Python's grpcio calls our server, which starts, stops and dies meanwhile.</summary>
[TestClass]
public sealed class GrpcioClientAndStopsTests
{
    private static readonly (string, object?) WaitForReady = ("wait_for_ready", true);

    [TestInitialize]
    public Task NeedPythonAsync() => Python.RequireAsync();

    [TestMethod]
    public async Task ServerStart_AfterClientsThatWaitForIt_ServesThem()
    {
        int port = FreePort();
        await using GrpcioClient client = await GrpcioClient.StartAsync(port);
        Task<string[][]> opening = client.OpenAsync("early", WaitForReady);
        await client.WaitForStateAsync("TRANSIENT_FAILURE");

        await using HostProcess server = await HostProcess.StartServerAsync(port);
        await opening;
        Answer answer = await client.SendAsync("Alice", "At last", WaitForReady);

        Assert.AreEqual(answer.SendTime, (await client.ReadAsync("early")).SendTime);
    }

    [TestMethod]
    public async Task ServerStop_WithAnOpenStream_EndsItWithUnavailableAfterItsMessages()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioClient client = await GrpcioClient.StartAsync(server.Port);
        await client.OpenAsync("last");
        await client.SendAsync("Alice", "Good night");

        server.Terminate();

        Assert.AreEqual("Good night", (await client.ReadAsync("last")).Text);
        Answer end = await client.ReadEndAsync("last");
        Assert.AreEqual(("UNAVAILABLE", "The server is stopping."), (end.Code, end.Details));
        Assert.AreEqual(0, await server.ExitCodeAsync());
    }

    [TestMethod]
    public async Task ServerCrash_WithAnOpenStream_EndsItWithUnavailableAndTheChannelFindsTheNextServer()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioClient client = await GrpcioClient.StartAsync(server.Port);
        await client.OpenAsync("first");

        server.Kill();
        Answer end = await client.ReadEndAsync("first");
        await using HostProcess next = await HostProcess.StartServerAsync(server.Port);
        await client.OpenAsync("second", WaitForReady);
        Answer answer = await client.SendAsync("Alice", "Still there?");

        Assert.AreEqual("UNAVAILABLE", end.Code);
        Assert.AreEqual(answer.SendTime, (await client.ReadAsync("second")).SendTime);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
