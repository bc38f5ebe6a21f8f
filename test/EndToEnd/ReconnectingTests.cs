using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class ReconnectingTests
{
    [TestMethod]
    public async Task Client_WithoutAServer_AnswersAndSaysThatNothingWasSent()
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(client);

        using HttpResponseMessage response = await api.TrySendAsync("Alice", "Hello");

        string detail = await response.DetailAsync(503);
        Assert.AreEqual($"There is no connection to the server at localhost:{port}. The message was not sent.", detail);
        Assert.IsEmpty(await api.FlushAsync());
        Assert.HasCount(1, client.LinesWith("There is no stream"));
    }

    [TestMethod]
    public async Task Client_ThatStartsBeforeTheServer_HearsEverythingFromItsFirstSend()
    {
        int port = FreePort.Find();
        await using HostProcess first = await HostProcess.StartClientAsync(port);
        await using HostProcess second = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(first);
        using var otherApi = new ChatApi(second);
        await first.UntilLoggedAsync("There is no stream");

        await using HostProcess server = await HostProcess.StartServerAsync(port);
        await first.UntilStreamIsOpenAsync();
        await second.UntilStreamIsOpenAsync();
        string sendTime = await api.SendAsync("Alice", "Hello");

        ChatMessage expected = new("Alice", "Hello", sendTime);
        Assert.AreEqual(expected, (await api.FlushAsync()).Single());
        Assert.AreEqual(expected, (await otherApi.CollectAsync(1)).Single());
    }

    [TestMethod]
    public async Task Send_WhileTheServerIsStarting_WaitsForIt()
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(client);
        Task<HttpResponseMessage> sending = api.TrySendAsync("Alice", "Hello");

        await using HostProcess server = await HostProcess.StartServerAsync(port);

        // On a machine that is very slow the send gives up first, and says so. Either way nothing slips past.
        using HttpResponseMessage response = await sending;
        ChatMessage[] messages = await api.FlushAsync();
        Assert.HasCount(response.IsSuccessStatusCode ? 1 : 0, messages);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Server_ThatIsRestarted_IsFoundAgainByItsClients(bool crashes)
    {
        int port = FreePort.Find();
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2, port);
        await chat.Apis[0].SendAsync("Alice", "before");
        await chat.Apis[1].CollectAsync(1);

        if (crashes)
        {
            chat.Server.Kill();
            await chat.Server.ExitCodeAsync();
        }
        else
        {
            await chat.Server.StopsWellAsync();
        }

        await chat.Clients[0].UntilLoggedAsync("There is no stream");
        await chat.Clients[1].UntilLoggedAsync("There is no stream");
        await using HostProcess server = await HostProcess.StartServerAsync(port);
        await chat.Clients[0].UntilStreamIsOpenAsync(times: 2);
        await chat.Clients[1].UntilStreamIsOpenAsync(times: 2);
        string sendTime = await chat.Apis[1].SendAsync("Bob", "after");

        ChatMessage expected = new("Bob", "after", sendTime);
        Assert.AreEqual(expected, (await chat.Apis[1].FlushAsync()).Single());
        ChatMessage[] messages = await chat.Apis[0].CollectAsync(2);
        Assert.AreEqual("before after", string.Join(' ', messages.Select(message => message.Text)));
        Assert.AreEqual(expected, messages[^1]);
    }
}
