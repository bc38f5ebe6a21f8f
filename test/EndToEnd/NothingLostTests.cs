using System.Net;
using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Proxy;

namespace Messenger.EndToEnd;

/// <summary>Programs, a disk, and a network that fails: nothing is lost, and nothing comes twice.</summary>
[TestClass]
public sealed class NothingLostTests
{
    [TestMethod]
    public async Task Chat_WhoseServerIsKilledAndWhoseNetworkFails_HasEverythingOnce()
    {
        const int Senders = 4;
        const int Rounds = 9;
        const int MessagesOfARound = 200;
        var random = new Random(Seed.Next());
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        HostProcess server = await HostProcess.StartServerAsync(0, data);
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using HostProcess client = await HostProcess.StartClientAsync(proxy.Port, ("MESSENGER_SEND_SECONDS", "4"));
        using var api = new ChatApi(client);
        await client.UntilStreamIsOpenAsync();
        using var turns = new SemaphoreSlim(0);
        using var isOver = new CancellationTokenSource();
        Task<List<string>>[] senders = [.. Enumerable.Range(0, Senders).Select(sender => TalkAsync(api, sender, turns, isOver.Token))];

        for (int round = 0; round < Rounds; round++)
        {
            // Between the faults something goes through.
            turns.Release(MessagesOfARound);
            await api.SendAgainAsync("Alice", $"round {round}", $"round {round}");
            switch (round % 3)
            {
                case 0:
                    server.Kill();
                    await server.ExitCodeAsync();
                    await server.DisposeAsync();
                    server = await HostProcess.StartServerAsync(0, data);
                    proxy.TargetPort = server.Port;
                    break;
                case 1:
                    proxy.ToServer = new FlowRule { CutAfter = random.Next(1, 400) };
                    proxy.ToClient = new FlowRule { CutAfter = random.Next(1, 400) };
                    await Task.WhenAll(proxy.Connections.Select(connection => connection.Ended)).Within();
                    proxy.ToServer = FlowRule.None;
                    proxy.ToClient = FlowRule.None;
                    break;
                default:
                    foreach (ProxyConnection connection in proxy.Connections)
                    {
                        connection.ToServer.Rule = FlowRule.Stopped;
                        connection.ToClient.Rule = FlowRule.Stopped;
                    }

                    break;
            }
        }

        await api.SendAgainAsync("Alice", "last", "last");
        await isOver.CancelAsync();
        string[] sent = [.. (await Task.WhenAll(senders).Within()).SelectMany(texts => texts)];
        using var rooms = new RoomChat(server);
        string[] said = [.. (await rooms.HistoryAsync("shared")).Select(message => message.Content)];
        ChatMessage[] received = await api.CollectAsync(said.Length);

        CollectionAssert.AreEqual(said, received.Select(message => message.Text).ToArray());
        Assert.HasCount(said.Length, said.Distinct());
        Assert.IsEmpty(sent.Except(said));
        Assert.HasCount(sent.Length + Rounds + 1, said);
        Assert.IsEmpty(client.LinesWith("may have been missed"));
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task Journal_ThatIsGone_IsSaidInTheNextFlush()
    {
        HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_DATA", "memory"));
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using HostProcess client = await HostProcess.StartClientAsync(proxy.Port);
        using var api = new ChatApi(client);
        await client.UntilStreamIsOpenAsync();
        string last = await api.SendAsync("Alice", "before");
        using HttpResponseMessage before = await api.PostAsync("getAndFlushMessages");

        await server.DisposeAsync();
        await using HostProcess next = await HostProcess.StartServerAsync(0, ("MESSENGER_DATA", "memory"));
        proxy.TargetPort = next.Port;
        await client.UntilStreamIsOpenAsync(times: 2);
        using HttpResponseMessage after = await api.PostAsync("getAndFlushMessages");
        using HttpResponseMessage later = await api.PostAsync("getAndFlushMessages");

        Assert.IsFalse(before.Headers.Contains("X-Messages-Gap"));
        Assert.AreEqual(last, string.Join(' ', after.Headers.GetValues("X-Messages-Gap")));
        Assert.IsFalse(later.Headers.Contains("X-Messages-Gap"));
        Assert.HasCount(1, client.LinesWith("may have been missed"));
    }

    [TestMethod]
    public async Task Send_WithAKeyThatCameBefore_IsThatMessageOrAConflict()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        ChatApi api = chat.Apis[0];

        using HttpResponseMessage first = await api.SendWithKeyAsync("Alice", "Hello", "a key");
        using HttpResponseMessage again = await api.SendWithKeyAsync("Alice", "Hello", "a key");
        using HttpResponseMessage other = await api.SendWithKeyAsync("Alice", "Bye", "a key");

        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        Assert.AreEqual(await first.Content.ReadAsStringAsync().Within(), await again.Content.ReadAsStringAsync().Within());
        await other.DetailAsync(409);
        Assert.HasCount(1, await api.FlushAsync());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a\tb")]
    [DataRow("ABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGHI")]
    public async Task Send_WithWhatIsNoKey_IsABadRequest(string key)
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        using HttpResponseMessage response = await chat.Apis[0].SendWithKeyAsync("Alice", "Hello", key);

        Assert.AreEqual(
            "The header 'Idempotency-Key' must be one of 1 to 128 printable characters of ASCII.", await response.DetailAsync(400));
        Assert.IsEmpty(await chat.Apis[0].FlushAsync());
    }

    // What it has sent, each until it was acknowledged.
    private static async Task<List<string>> TalkAsync(ChatApi api, int sender, SemaphoreSlim turns, CancellationToken over)
    {
        List<string> texts = [];
        while (true)
        {
            try
            {
                await turns.WaitAsync(over);
            }
            catch (OperationCanceledException)
            {
                return texts;
            }

            string text = $"{sender}-{texts.Count}";
            await api.SendAgainAsync("Bob", text, text);
            texts.Add(text);
        }
    }
}
