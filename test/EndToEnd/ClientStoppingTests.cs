using System.Net;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>Stopping, of the client.</summary>
[TestClass]
public sealed class ClientStoppingTests
{
    [TestMethod]
    public async Task Client_WithAnOpenStream_StopsAndItsServerGoesOn()
    {
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2);
        await chat.Apis[0].SendAsync("Alice", "Hello");

        await chat.Clients[0].StopsWellAsync();

        await chat.Server.UntilLoggedAsync("ends after 1 messages: the client left.");
        await chat.Apis[1].SendAsync("Bob", "Bye");
        Assert.HasCount(2, await chat.Apis[1].CollectAsync(2));
        await chat.Server.StopsWellAsync();
    }

    [TestMethod]
    public async Task Client_WithoutAServer_Stops()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());
        await client.UntilLoggedAsync("There is no stream");

        await client.StopsWellAsync();
    }

    [TestMethod]
    public async Task Client_WhileASendWaitsForTheStream_AnswersItAndStops()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());
        using RawConnection connection = await RawConnection.OpenAsync(client.Port);
        string body = ChatApi.Body("Alice", "Hello");

        // The client asks for the body when it begins to serve the request.
        await connection.WriteAsync(
            $"POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n");
        await connection.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await connection.WriteAsync(body);
        client.Terminate();
        string answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", answer);
        Assert.Contains("The client is stopping. The message was not sent.", answer);
        Assert.AreEqual(0, await client.ExitCodeAsync());
    }

    [TestMethod]
    public async Task Client_WithARequestThatNeverEnds_StopsAllTheSame()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());
        using RawConnection connection = await RawConnection.OpenAsync(client.Port);
        await connection.WriteAsync("POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n");
        await connection.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");

        await client.StopsWellAsync();
    }

    [TestMethod]
    public async Task Client_ThatStopsWhileTheServerDoesNotAnswer_ExitsWithZero()
    {
        var arrived = new TaskCompletionSource();
        await using ScriptedServer server = await ScriptedServer.StartAsync(async (_, context) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new SendMessageResponse();
        });
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);
        Task<HttpResponseMessage> sending = api.TrySendAsync("Alice", "Hello");
        await arrived.Task.Within();

        await client.StopsWellAsync();

        using HttpResponseMessage response = await sending.Within();
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }
}
