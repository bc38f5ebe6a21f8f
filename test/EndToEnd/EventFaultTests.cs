using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Proxy;

namespace Messenger.EndToEnd;

/// <summary>Events over networks that fail and from servers that are killed: nothing is missing, and nothing comes twice.</summary>
[TestClass]
public sealed class EventFaultTests
{
    [TestMethod]
    public async Task Events_OverCutsAndAServerThatIsKilled_AreEverythingOnce()
    {
        const int Readers = 3;
        const int Senders = 3;
        const int Rounds = 9;
        var random = new Random(Seed.Next());
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        HostProcess server = await HostProcess.StartServerAsync(0, data);
        await using FaultProxy toServer = FaultProxy.Start(server.Port);
        await using HostProcess client = await HostProcess.StartClientAsync(toServer.Port, ("MESSENGER_SEND_SECONDS", "4"));
        await using FaultProxy toClient = FaultProxy.Start(client.Port);
        using var api = new ChatApi(client);
        await client.UntilStreamIsOpenAsync();
        EventReader[] readers = [.. Enumerable.Range(0, Readers).Select(_ => new EventReader(toClient.Port, "?room=shared&after=0"))];
        using var over = new CancellationTokenSource();
        Task<int>[] senders = [.. Enumerable.Range(0, Senders).Select(sender => TalkAsync(api, sender, over.Token))];

        for (int round = 0; round < Rounds; round++)
        {
            await api.SendAgainAsync("Alice", $"round {round}", $"round {round}");
            await Task.WhenAll(readers.Select(reader => reader.UntilHeardAsync($"round {round}")));
            switch (round % 3)
            {
                case 0:
                    server.Kill();
                    await server.ExitCodeAsync();
                    await server.DisposeAsync();
                    server = await HostProcess.StartServerAsync(0, data);
                    toServer.TargetPort = server.Port;
                    break;
                case 1:
                    Assert.IsNotEmpty(toServer.Connections);
                    toServer.ToClient = new FlowRule { CutAfter = random.Next(1, 2_000) };
                    await Task.WhenAll(toServer.Connections.Select(connection => connection.Ended)).Within();
                    toServer.ToClient = FlowRule.None;
                    break;
                default:
                    Assert.IsNotEmpty(toClient.Connections);
                    toClient.ToClient = new FlowRule { CutAfter = random.Next(1, 2_000) };
                    await Task.WhenAll(toClient.Connections.Select(connection => connection.Ended)).Within();
                    toClient.ToClient = FlowRule.None;
                    break;
            }
        }

        await over.CancelAsync();
        int sent = (await Task.WhenAll(senders).WaitAsync(2 * Patience.Limit)).Sum();
        await api.SendAgainAsync("Alice", "last", "last");
        using var rooms = new RoomChat(server);
        string[] said = [.. (await rooms.HistoryAsync("shared")).Select(message => message.Content)];
        Assert.HasCount(sent + Rounds + 1, said);
        foreach (EventReader reader in readers)
        {
            await reader.UntilHeardAsync("last");
            CollectionAssert.AreEqual(said, reader.Texts);
            Assert.AreEqual(0, reader.Resets);
            Assert.IsGreaterThanOrEqualTo(Rounds / 3, reader.Resumed);
            await reader.DisposeAsync();
        }

        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task Events_OfABrowserThatIsFrozen_HoldUpNobodyAndAreAllThereLater()
    {
        const int Large = 400;
        const int Small = 2_000;
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        using ChatApi api = chat.Apis[0];
        await using FaultProxy proxy = FaultProxy.Start(chat.Clients[0].Port);
        await using var frozen = new EventReader(proxy.Port, "?room=shared&after=0");
        await using var other = new EventReader(chat.Clients[0].Port, "?room=shared&after=0");
        await api.SendAsync("Alice", "first");
        await frozen.UntilHeardAsync("first");
        await other.UntilHeardAsync("first");
        proxy.Connections.Single().ToClient.Rule = FlowRule.Stopped;

        // More than all buffers between here and there, and then more than its queue.
        string padding = new('x', 60_000);
        using Talk talk = rooms.Talk();
        await talk.OpenedAsync();
        for (int i = 0; i < Large + Small; i++)
        {
            await talk.SayAsync("shared", i < Large ? $"{padding}{i}" : $"{i}");
            await talk.AnswerAsync();
        }

        await other.UntilHeardAsync($"{Large + Small - 1}");
        Assert.HasCount(1, frozen.Texts);
        proxy.Connections.Single().ToClient.Rule = FlowRule.None;
        await frozen.UntilHeardAsync($"{Large + Small - 1}");

        CollectionAssert.AreEqual(other.Texts, frozen.Texts);
        Assert.HasCount(1 + Large + Small, frozen.Texts);
        Assert.AreEqual(0, frozen.Resumed);
        Assert.AreEqual(0, frozen.Resets);
    }

    [TestMethod]
    public async Task Client_WithAFrozenBrowser_Stops()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        await using FaultProxy proxy = FaultProxy.Start(chat.Clients[0].Port);
        await using var frozen = new EventReader(proxy.Port, "?room=shared&after=0");
        await chat.Apis[0].SendAsync("Alice", "first");
        await frozen.UntilHeardAsync("first");
        proxy.Connections.Single().ToClient.Rule = FlowRule.Stopped;
        string padding = new('x', 60_000);
        using Talk talk = rooms.Talk();
        await talk.OpenedAsync();
        for (int i = 0; i < 400; i++)
        {
            await talk.SayAsync("shared", padding);
            await talk.AnswerAsync();
        }

        await chat.Clients[0].StopsWellAsync();
    }

    // Until it is over. Returns how many messages it has sent, each until it was acknowledged.
    private static async Task<int> TalkAsync(ChatApi api, int sender, CancellationToken over)
    {
        int sent = 0;
        while (!over.IsCancellationRequested)
        {
            await api.SendAgainAsync("Bob", $"{sender}-{sent}", $"{sender}-{sent}");
            sent++;
        }

        return sent;
    }
}
