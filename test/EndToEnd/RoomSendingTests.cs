using System.Net;
using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Proxy;

namespace Messenger.EndToEnd;

/// <summary>What is said in rooms over HTTP while the network and the server fail: it is there, once.</summary>
[TestClass]
public sealed class RoomSendingTests
{
    [TestMethod]
    public async Task Say_WhileConnectionsAreCutAndTheServerIsKilled_IsKeptOnce()
    {
        const int Rounds = 6;
        const int MessagesOfARound = 20;
        var random = new Random(Seed.Next());
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        (string, string) data = ("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db"));
        HostProcess server = await HostProcess.StartServerAsync(0, data);
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using HostProcess client = await HostProcess.StartClientAsync(proxy.Port);
        using var api = new RoomsApi(client);
        string room = await api.CreateAsync();
        for (int round = 0; round < Rounds; round++)
        {
            // There is a connection to strike then.
            await SayUntilKeptAsync(api, room, $"{round}");
            bool isCut = round % 2 == 0;
            ProxyConnection[] struck = [.. proxy.Connections];
            if (isCut)
            {
                proxy.ToServer = new FlowRule { CutAfter = random.Next(100, 2_000) };
                proxy.ToClient = new FlowRule { CutAfter = random.Next(100, 2_000) };
            }

            Task[] sends = [.. Enumerable.Range(0, MessagesOfARound).Select(i => SayUntilKeptAsync(api, room, $"{round}-{i}"))];
            if (isCut)
            {
                await Task.WhenAny(struck.Select(connection => connection.Ended)).Within();
            }
            else
            {
                server.Kill();
                await server.ExitCodeAsync();
                await server.DisposeAsync();
                server = await HostProcess.StartServerAsync(0, data);
                proxy.TargetPort = server.Port;
            }

            proxy.ToServer = FlowRule.None;
            proxy.ToClient = FlowRule.None;
            await Task.WhenAll(sends).Within();
        }

        using var rooms = new RoomChat(server);
        Message[] history = await rooms.HistoryAsync(room);

        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, Rounds)
                .SelectMany(round => Enumerable.Range(0, MessagesOfARound).Select(i => $"{round}-{i}").Append($"{round}"))
                .ToArray(),
            history.Select(message => message.Content).ToArray());
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public async Task Say_IntoABlackHole_GoesOverANewConnection()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using HostProcess client = await HostProcess.StartClientAsync(proxy.Port, ("MESSENGER_SEND_SECONDS", "4"));
        using var api = new RoomsApi(client);
        await client.UntilStreamIsOpenAsync();
        string room = await api.CreateAsync();
        ProxyConnection first = await proxy.ConnectionAsync(1).Within();
        first.ToServer.Rule = FlowRule.Stopped;
        first.ToClient.Rule = FlowRule.Stopped;

        await api.SayAsync(room, "Hello");

        Assert.AreEqual(("Hello", false), await api.PageAsync(room));
        Assert.IsTrue(first.ToServer.WhenHoldingAsync().IsCompleted);
    }

    private static async Task SayUntilKeptAsync(RoomsApi api, string room, string text)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            using HttpResponseMessage response = await api.TrySayAsync(room, text, key: text);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                return;
            }

            string body = await response.Content.ReadAsStringAsync().Within();
            Assert.IsTrue(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, body);
            Assert.IsLessThan(end, DateTime.UtcNow, body);
        }
    }
}
