using Messenger.Fixtures.Disk;

namespace Messenger.Interop;

/// <summary>Python's grpcio asks our server for its health, as probes and load balancers do.</summary>
[TestClass]
public sealed class GrpcioHealthTests
{
    private const string Rooms = "chat.ChatService";

    [TestInitialize]
    public Task NeedPythonAsync() => Python.RequireAsync();

    [TestMethod]
    public async Task Check_OfEachName_TellsWhatThereIs()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioHealthClient client = await GrpcioHealthClient.StartAsync(server.Port);

        Assert.AreEqual("SERVING", await client.CheckAsync(""));
        Assert.AreEqual("SERVING", await client.CheckAsync("mes_grpc.MessengerServer"));
        Assert.AreEqual("SERVING", await client.CheckAsync(Rooms));
        Assert.AreEqual("NOT_FOUND", await client.CheckAsync("nobody.Nothing"));
    }

    [TestMethod]
    public async Task Watch_OfAServerThatStops_HearsItBeforeTheStreamsEnd()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioHealthClient client = await GrpcioHealthClient.StartAsync(server.Port);
        Assert.AreEqual("SERVING", await client.WatchAsync(""));
        Assert.AreEqual("SERVICE_UNKNOWN", await client.WatchAsync("nobody.Nothing"));

        server.Terminate();

        Assert.AreEqual("NOT_SERVING", await client.NextAsync(""));
        foreach (string service in (string[])["", "nobody.Nothing"])
        {
            Answer end = await client.EndAsync(service);
            Assert.AreEqual(("UNAVAILABLE", "The server is stopping."), (end.Code, end.Details));
        }

        Assert.AreEqual(0, await server.ExitCodeAsync());
    }

    [TestMethod]
    public async Task Watch_OfAServerWhoseDiskFailsForAWhile_HearsBoth()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger-test-");
        try
        {
            FaultyDisk disk = await FaultyDisk.CompileAsync(folder.FullName);
            (string, string)[] environment = [.. disk.Environment.Select(variable => (variable.Key, variable.Value))];
            await using HostProcess server = await HostProcess.StartServerAsync(
                0, [("MESSENGER_DATA", Path.Combine(folder.FullName, "messenger.db")), .. environment]);
            await using GrpcioHealthClient health = await GrpcioHealthClient.StartAsync(server.Port);
            await using GrpcioClient chat = await GrpcioClient.StartAsync(server.Port);
            Assert.AreEqual("SERVING", await health.WatchAsync(Rooms));

            disk.Break($"sync * {FaultyDisk.IoError} -1");
            Assert.AreEqual("UNAVAILABLE", (await chat.SendAsync("Alice", "Lost?")).Code);
            Assert.AreEqual("NOT_SERVING", await health.NextAsync(Rooms));
            Assert.AreEqual("NOT_SERVING", await health.CheckAsync(""));

            disk.Mend();
            Assert.AreEqual("SERVING", await health.NextAsync(Rooms));
            Assert.AreEqual("OK", (await chat.SendAsync("Alice", "Kept")).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
