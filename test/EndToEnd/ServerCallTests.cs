using System.Net;
using System.Net.Sockets;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class ServerCallTests
{
    private static HostProcess _server = null!;
    private static GrpcChat _chat = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _chat = new GrpcChat(_server);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _chat.Dispose();
        await _server.DisposeAsync();
    }

    [TestMethod]
    [DataRow(0, 1, "'author' is blank: 1 to 256 bytes of UTF-8 are allowed.")]
    [DataRow(1, 0, "'text' is blank: 1 to 65536 bytes of UTF-8 are allowed.")]
    [DataRow(257, 1, "'author' has 257 bytes: 1 to 256 bytes of UTF-8 are allowed.")]
    [DataRow(1, 65_537, "'text' has 65537 bytes: 1 to 65536 bytes of UTF-8 are allowed.")]
    public async Task Send_OfAWrongMessage_IsAnInvalidArgumentThatNamesFieldAndLimit(int author, int text, string detail)
    {
        Status status = await _chat.RefusedAsync(new string('a', author), new string('t', text));

        Assert.AreEqual(new Status(StatusCode.InvalidArgument, detail), status);
    }

    [TestMethod]
    [DataRow(" \t\n")]
    [DataRow("\u00A0\u2003")]
    public async Task Send_OfBlanks_IsAnInvalidArgument(string text)
    {
        Status status = await _chat.RefusedAsync("Alice", text);

        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
    }

    [TestMethod]
    public async Task Send_OfAWrongMessage_DoesNotDisturbAStream()
    {
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await _chat.OpenStreamAsync();
        await _chat.RefusedAsync("", "never heard");

        await _chat.SendAsync("Алиса 🦊", "heard");

        ReadMessagesResponse message = await GrpcChat.ReadOneAsync(stream);
        Assert.AreEqual("Алиса 🦊", message.Author);
        Assert.AreEqual("heard", message.Text);
    }

    [TestMethod]
    public async Task Log_OfAStream_HasALineWhenItOpensAndOneWhenItEnds()
    {
        const int Count = 30;
        await using HostProcess server = await HostProcess.StartServerAsync();
        Assert.HasCount(1, server.LinesWith($"Listening on port {server.Port} of all addresses"));
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        await server.UntilLoggedAsync("A stream to ipv4:127.0.0.1:");
        int lines = server.Log.Count;
        for (int i = 0; i < Count; i++)
        {
            await chat.SendAsync("Alice", $"{i}");
            await GrpcChat.ReadOneAsync(stream);
        }

        stream.Dispose();
        await server.UntilLoggedAsync("The stream to ipv4:127.0.0.1:");

        Assert.HasCount(1, server.LinesWith($" ends after {Count} messages: the client left."));
        Assert.HasCount(lines + 1, server.Log);
    }

    [TestMethod]
    public async Task Log_OfStreamsWhoseDeadlinePasses_SaysSoOfEach()
    {
        const int Count = 30;
        await using HostProcess server = await HostProcess.StartServerAsync();
        List<RawConnection> connections = [];
        for (int i = 0; i < Count; i++)
        {
            connections.Add(await RawCall.OpenStreamAsync(server.Port, $"{30 + i}m"));
        }

        await server.UntilLoggedAsync(" ends after 0 messages: ", Count);
        connections.ForEach(connection => connection.Dispose());

        Assert.HasCount(Count, server.LinesWith(": its deadline passed."));
    }

    [TestMethod]
    public async Task Server_OnAMachineWithIPv6_IsReachedByIt()
    {
        if (!HasIPv6())
        {
            Assert.Inconclusive("This machine has no IPv6.");
        }

        using var chat = new GrpcChat(_server, "[::1]");
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(1, ("MESSENGER_SERVER_ADDR", $"[::1]:{_server.Port}"));
        await client.UntilStreamIsOpenAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage response = await http.PostAsync(
            new Uri($"http://[::1]:{client.Port}/sendMessage"), new StringContent(ChatApi.Body("Alice", "by six"))).Within();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        string text;
        do
        {
            text = (await GrpcChat.ReadOneAsync(stream)).Text;
        }
        while (text != "by six");

        Assert.IsNotEmpty(_server.LinesWith("A stream to ipv6:[::1]:"));
    }

    private static bool HasIPv6()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
