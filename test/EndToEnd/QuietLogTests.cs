using System.Text.Json;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>What is said stays out of the logs, whatever their level.</summary>
[TestClass]
public sealed class QuietLogTests
{
    private const string Marker = "d3b07384";
    private const int Messages = 2_000;

    // Starts, streams and rooms.
    private const int FewLines = 50;

    [TestMethod]
    [DataRow("plain")]
    [DataRow("json")]
    public async Task Logs_AtTheLowestLevel_HaveNothingOfWhatIsSaidAndNoLineAMessage(string form)
    {
        (string, string)[] settings = [("MESSENGER_LOG", form), ("MESSENGER_LOG_LEVEL", "trace")];
        await using HostProcess server = await HostProcess.StartServerAsync(0, settings);
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, settings);
        await client.UntilStreamIsOpenAsync();
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        using var rooms = new RoomsApi(client);
        using var api = new ChatApi(client);
        string room = await rooms.CreateAsync($"Room {Marker}");

        // Over both services and the client, and refused, too.
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => chat.SendAsync($"Alice {Marker}", $"{Marker} {i}"))).Within();
        for (int i = 0; i < 100; i++)
        {
            await rooms.SayAsync(room, $"{Marker} {i}", $"Bob {Marker}");
            await api.SendAsync($"Carol {Marker}", $"{Marker} {i}");
        }

        await chat.RefusedAsync($"{Marker}{new string('x', 300)}", Marker);
        (await rooms.TrySayAsync(room, new string('x', 70_000), $"{Marker}")).Dispose();
        await api.CollectAsync(Messages + 100);
        client.Terminate();
        Assert.AreEqual(0, await client.ExitCodeAsync());
        server.Terminate();
        Assert.AreEqual(0, await server.ExitCodeAsync());

        foreach (HostProcess process in (HostProcess[])[server, client])
        {
            Assert.IsEmpty(process.LinesWith(Marker));
            Assert.IsLessThan(FewLines, process.Log.Count);
            Assert.IsTrue(form == "plain" || process.Log.All(IsEntry), string.Join('\n', process.Log));
        }
    }

    private static bool IsEntry(string line)
    {
        using JsonDocument entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("EventId").GetInt32() > 1000;
    }
}
