using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Disk;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class HealthTests
{
    [TestMethod]
    public async Task Health_OfAServer_IsZeroWhileItRuns()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        Assert.AreEqual(0, await HealthAsync("ServerHost", ("MESSENGER_SERVER_PORT", $"{server.Port}")));
        string[] before = [.. server.Log];

        Assert.AreEqual(0, await HealthAsync("ServerHost", ("MESSENGER_SERVER_PORT", $"{server.Port}")));

        CollectionAssert.AreEqual(before, server.Log.ToArray(), "A probe leaves no trace.");
    }

    [TestMethod]
    public async Task Health_OfAServerWhoseDiskHangs_IsOneUntilItGoesOn()
    {
        await using HangingServer server = await HangingServer.StartAsync(("MESSENGER_STALL_SECONDS", "1"));
        (string, string) port = ("MESSENGER_SERVER_PORT", $"{server.Process.Port}");
        using var chat = new GrpcChat(server.Process);
        server.Disk.Break($"sync -wal {FaultyDisk.Hang} -1");

        Task send = chat.SendAsync("Alice", "Hello");
        await server.Process.UntilLoggedAsync("has been waiting for its disk");
        Assert.AreEqual(1, await HealthAsync("ServerHost", port));
        server.Disk.Mend();
        await send.Within();
        await server.Process.UntilLoggedAsync("has answered");

        Assert.AreEqual(0, await HealthAsync("ServerHost", port));
    }

    [TestMethod]
    public async Task Health_OfAClient_IsZeroWhileItHasAStream()
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        Assert.AreEqual(0, await HealthAsync("ClientHost", ("MESSENGER_HTTP_PORT", $"{chat.Clients[0].Port}")));
    }

    [TestMethod]
    public async Task Health_OfAClientWithoutAServer_IsOneAndSaysSo()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());
        var port = new Dictionary<string, string> { ["MESSENGER_HTTP_PORT"] = $"{client.Port}" };
        await using HostProcess probe = HostProcess.Start("ClientHost", port, "health");

        Assert.AreEqual(1, await probe.ExitCodeAsync());

        Assert.AreEqual($"The client on port {client.Port} is not ready: /readyz answers 503.", probe.Errors.Single());
    }

    [TestMethod]
    public async Task Health_WhereAProxyIsSet_AsksThisMachine()
    {
        (string, string) proxy = ("http_proxy", $"http://127.0.0.1:{FreePort.Find()}");
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        await client.UntilStreamIsOpenAsync();

        Assert.AreEqual(0, await HealthAsync("ServerHost", ("MESSENGER_SERVER_PORT", $"{server.Port}"), proxy));
        Assert.AreEqual(0, await HealthAsync("ClientHost", ("MESSENGER_HTTP_PORT", $"{client.Port}"), proxy));
    }

    [TestMethod]
    [DataRow("ServerHost", "MESSENGER_SERVER_PORT", "server")]
    [DataRow("ClientHost", "MESSENGER_HTTP_PORT", "client")]
    public async Task Health_OfNothing_IsOneAndSaysSo(string program, string variable, string name)
    {
        int port = FreePort.Find();
        await using HostProcess probe = HostProcess.Start(program, new Dictionary<string, string> { [variable] = $"{port}" }, "health");

        Assert.AreEqual(1, await probe.ExitCodeAsync());

        Assert.StartsWith($"The {name} on port {port} does not answer: ", probe.Errors.Single());
    }

    [TestMethod]
    public async Task Health_OfAProgramOfAnotherKind_IsOne()
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        Assert.AreEqual(1, await HealthAsync("ServerHost", ("MESSENGER_SERVER_PORT", $"{chat.Clients[0].Port}")));
        Assert.AreEqual(1, await HealthAsync("ClientHost", ("MESSENGER_HTTP_PORT", $"{chat.Server.Port}")));
    }

    private static async Task<int> HealthAsync(string program, params (string Name, string Value)[] environment)
    {
        await using HostProcess probe = HostProcess.Start(
            program, environment.ToDictionary(variable => variable.Name, variable => variable.Value), "health");
        return await probe.ExitCodeAsync();
    }
}
