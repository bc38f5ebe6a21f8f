using System.Text.Json;
using Messenger.Contracts.Rooms;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>
/// The chat behind nginx, as docs/operations.md configures it, with times short enough to be waited for. MESSENGER_IDLE_SECONDS says for how
/// long what is idle is left alone.
/// </summary>
[TestClass]
public sealed class NginxTests
{
    private static readonly TimeSpan Idle =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("MESSENGER_IDLE_SECONDS"), out int seconds) ? seconds : 14);

    [TestMethod]
    public async Task Streams_ThatAreIdleForLongerThanNginxWaits_StayOpen()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_KEEPALIVE_SECONDS", "1"));
        int clientPort = FreePort.Find();
        await using Nginx nginx = await Nginx.StartAsync(server.Port, clientPort, ("grpc_read_timeout 150s", "grpc_read_timeout 6s"));
        await using HostProcess client = await HostProcess.StartClientAsync(nginx.GrpcPort, ("MESSENGER_HTTP_PORT", $"{clientPort}"));
        await client.UntilStreamIsOpenAsync();
        using var api = new ChatApi(client);
        using var chat = new GrpcChat(nginx.GrpcPort);
        using AsyncServerStreamingCall<ReadMessagesResponse> reader = await chat.OpenStreamAsync();
        using var rooms = new RoomChat(nginx.GrpcPort);
        using AsyncServerStreamingCall<JoinRoomResponse> joined = await rooms.JoinAsync("shared");
        using Talk talk = rooms.Talk();
        await talk.SayAsync("shared", "before");
        await talk.AnswerAsync();

        await Task.Delay(Idle);
        await talk.SayAsync("shared", "after");
        await talk.AnswerAsync();

        string[] said = ["before", "after"];
        CollectionAssert.AreEqual(said, new[] { await GrpcChat.ReadOneAsync(reader), await GrpcChat.ReadOneAsync(reader) }.Select(message => message.Text).ToArray());
        CollectionAssert.AreEqual(said, (await RoomChat.ReadAsync(joined, 2)).Select(message => message.Content).ToArray());
        CollectionAssert.AreEqual(said, (await api.CollectAsync(2)).Select(message => message.Text).ToArray());
        Assert.IsEmpty(client.LinesWith("There is no stream"));
    }

    [TestMethod]
    public async Task Client_WhoseStreamNginxCuts_MissesNothing()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        int clientPort = FreePort.Find();
        await using Nginx nginx = await Nginx.StartAsync(server.Port, clientPort, ("grpc_read_timeout 150s", "grpc_read_timeout 1s"));
        await using HostProcess client = await HostProcess.StartClientAsync(nginx.GrpcPort, ("MESSENGER_HTTP_PORT", $"{clientPort}"));
        using var api = new ChatApi(client);
        using var chat = new GrpcChat(server);
        List<string> said = [];

        for (int cut = 1; cut <= 3; cut++)
        {
            await client.UntilStreamIsOpenAsync(times: cut);
            await client.UntilLoggedAsync("There is no stream", times: cut);
            said.Add($"after cut {cut}");
            await chat.SendAsync("Alice", said[^1]);
        }

        CollectionAssert.AreEqual(said, (await api.CollectAsync(said.Count)).Select(message => message.Text).ToArray());
        Assert.IsEmpty(client.LinesWith("may have been missed"));
    }

    [TestMethod]
    public async Task Talk_ThatSaysMoreThanNginxTakesOfARequest_GoesOn()
    {
        const int Messages = 40;
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using Nginx nginx = await Nginx.StartAsync(server.Port, FreePort.Find());
        using var rooms = new RoomChat(nginx.GrpcPort);
        using Talk talk = rooms.Talk();
        string text = new('x', 60_000);

        for (int i = 0; i < Messages; i++)
        {
            await talk.SayAsync("shared", text);
            Assert.AreEqual(text, (await talk.AnswerAsync()).Content);
        }

        await talk.CompleteAsync();
        (_, Status end) = await talk.ReadToEndAsync();
        Assert.AreEqual(StatusCode.OK, end.StatusCode);
    }

    [TestMethod]
    public async Task Calls_MoreThanNginxTakesOnAConnection_AllSucceed()
    {
        const int Calls = 1_200;
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using Nginx nginx = await Nginx.StartAsync(server.Port, FreePort.Find());
        using var chat = new GrpcChat(nginx.GrpcPort);
        using AsyncServerStreamingCall<ReadMessagesResponse> reader = await chat.OpenStreamAsync();

        for (int i = 0; i < Calls; i++)
        {
            await chat.SendAsync("Alice", $"{i}");
        }

        for (int i = 0; i < Calls; i++)
        {
            Assert.AreEqual($"{i}", (await GrpcChat.ReadOneAsync(reader)).Text);
        }
    }

    [TestMethod]
    public async Task Page_BehindNginx_WritesAndHearsAtOnce()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        await using Nginx nginx = await Nginx.StartAsync(server.Port, client.Port);
        string origin = $"http://localhost:{nginx.HttpPort}";
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(origin) };
        await using EventConnection events = await EventConnection.OpenAsync(http, "?room=shared");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rooms/shared/messages");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Content = new StringContent(ChatApi.Body("Alice", "Hello"), null, "application/json");
        using HttpResponseMessage response = await http.SendAsync(request).Within();
        JsonElement heard = await events.NextAsync("message");

        Assert.IsTrue(response.IsSuccessStatusCode);
        Assert.AreEqual("Hello", heard.GetProperty("text").GetString());
    }
}
