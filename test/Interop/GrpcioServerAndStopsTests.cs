namespace Messenger.Interop;

/// <summary>Our client process calls a server on Python's grpcio, which stops, dies and ends streams meanwhile.</summary>
[TestClass]
public sealed class GrpcioServerAndStopsTests
{
    /// <summary>The two ways of a server: its headers come when the stream is open, or with the first message.</summary>
    public static IEnumerable<string[][]> Headers => GrpcioServerTests.Headers;

    [TestInitialize]
    public Task NeedPythonAsync() => Python.RequireAsync();

    [TestMethod]
    [DynamicData(nameof(Headers))]
    public async Task ServerRestart_OnOnePort_IsSeenByTheClientWhichConnectsAgain(string[] headers)
    {
        await using GrpcioServer server = await GrpcioServer.StartAsync(headers);
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var http = new HttpApi(client.Port);
        Said before = await http.SendAsync("Alice", "Before");

        await server.RestartAsync();
        await server.WaitForStreamsAsync(2);
        Said after = await http.SendAsync("Alice", "After");

        CollectionAssert.AreEqual(new[] { before, after }, await http.FlushAsync());
    }

    [TestMethod]
    public async Task ServerCrash_AndAnotherOnItsPort_IsSeenByTheClientWhichConnectsAgain()
    {
        GrpcioServer server = await GrpcioServer.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var http = new HttpApi(client.Port);
        Said before = await http.SendAsync("Alice", "Before");

        await server.DisposeAsync();
        await using GrpcioServer next = await GrpcioServer.StartAsync(server.Port);
        await next.WaitForStreamsAsync(1);
        Said after = await http.SendAsync("Alice", "After");

        CollectionAssert.AreEqual(new[] { before, after }, await http.FlushAsync());
    }

    [TestMethod]
    public async Task StreamEnd_WithOk_IsFollowedByTheNextStream()
    {
        await using GrpcioServer server = await GrpcioServer.StartAsync(GrpcioServer.EarlyHeaders);
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var http = new HttpApi(client.Port);
        Said before = await http.SendAsync("Alice", "Before");

        await server.EndStreamsAsync();
        await server.WaitForStreamsAsync(2);
        Said after = await http.SendAsync("Alice", "After");

        CollectionAssert.AreEqual(new[] { before, after }, await http.FlushAsync());
    }

    [TestMethod]
    [DynamicData(nameof(Headers))]
    public async Task StreamEnd_AtOnceAndAgainAndAgain_MakesTheClientWaitLongerAndLonger(string[] headers)
    {
        const int Ends = 5;
        await using GrpcioServer server = await GrpcioServer.StartAsync([.. headers, "--ends-at-once", $"{Ends}"]);
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var http = new HttpApi(client.Port);

        double[] waits = await server.WaitForStreamsAsync(Ends + 1);
        Said said = await http.SendAsync("Alice", "Stay");

        // Doubled four times: at least 0.8 s. Whatever else takes time makes it longer.
        Assert.IsGreaterThanOrEqualTo(0.8, waits[Ends - 1]);
        CollectionAssert.AreEqual(new[] { said }, await http.FlushAsync());
    }
}
