using System.Net;
using System.Text.Json;

namespace Messenger.Interop;

/// <summary>Our client process calls a server on Python's grpcio.</summary>
[TestClass]
public sealed class GrpcioServerTests
{
    private static GrpcioServer _server = null!;
    private static HostProcess _client = null!;

    /// <summary>The two ways of a server: its headers come when the stream is open, or with the first message.</summary>
    public static IEnumerable<string[][]> Headers => [[[GrpcioServer.EarlyHeaders]], [[]]];

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await GrpcioServer.StartAsync(GrpcioServer.EarlyHeaders);
        _client = await HostProcess.StartClientAsync(_server.Port);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    [DynamicData(nameof(Headers))]
    public async Task SendMessage_RightAfterTheStart_IsInTheNextFlush(string[] headers)
    {
        await using GrpcioServer server = await GrpcioServer.StartAsync(headers);
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var http = new HttpApi(client.Port);

        Said first = await http.SendAsync("Жанна", "Привет 🦀");
        Said[] flushed = await http.FlushAsync();
        Said second = await http.SendAsync("Bob", "\"\\\n");

        CollectionAssert.AreEqual(new[] { first }, flushed);
        CollectionAssert.AreEqual(new[] { second }, await http.FlushAsync());
    }

    [TestMethod]
    public async Task SendMessage_ByTwoClientsAtATime_IsInBothMailboxesInOneOrder()
    {
        await using HostProcess other = await HostProcess.StartClientAsync(_server.Port);
        using var http1 = new HttpApi(_client.Port);
        using var http2 = new HttpApi(other.Port);
        await http2.SendAsync("Bob", "Now both are open");
        await http1.SendAsync("Alice", "Hello");
        await Task.WhenAll(http1.FlushAsync(), http2.FlushAsync());

        Said[] said = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? http1 : http2).SendAsync("Alice", $"{i}")));
        Said[] flushed1 = await http1.FlushAsync(said.Length);
        Said[] flushed2 = await http2.FlushAsync(said.Length);

        CollectionAssert.AreEqual(flushed1, flushed2);
        CollectionAssert.AreEquivalent(said, flushed1);
    }

    [TestMethod]
    [DataRow("INVALID_ARGUMENT", HttpStatusCode.BadRequest)]
    [DataRow("UNAUTHENTICATED", HttpStatusCode.Unauthorized)]
    [DataRow("PERMISSION_DENIED", HttpStatusCode.Forbidden)]
    [DataRow("NOT_FOUND", HttpStatusCode.NotFound)]
    [DataRow("ALREADY_EXISTS", HttpStatusCode.Conflict)]
    [DataRow("RESOURCE_EXHAUSTED", HttpStatusCode.TooManyRequests)]
    [DataRow("UNAVAILABLE", HttpStatusCode.ServiceUnavailable)]
    [DataRow("DEADLINE_EXCEEDED", HttpStatusCode.GatewayTimeout)]
    [DataRow("INTERNAL", HttpStatusCode.BadGateway)]
    [DataRow("UNKNOWN", HttpStatusCode.BadGateway)]
    [DataRow("UNIMPLEMENTED", HttpStatusCode.BadGateway)]
    public async Task SendMessage_ThatTheServerAborts_AnswersWithItsSentence(string code, HttpStatusCode expected)
    {
        const string Sentence = "Так нельзя: 100 % 🦀";
        using var http = new HttpApi(_client.Port);

        (HttpStatusCode status, JsonElement problem) = await http.PostAsync(code, Sentence);

        Assert.AreEqual(expected, status);
        Assert.Contains(Sentence, problem.GetProperty("detail").GetString()!);
    }
}
