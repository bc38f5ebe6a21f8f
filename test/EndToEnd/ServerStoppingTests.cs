using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Stopping, of the server.</summary>
[TestClass]
public sealed class ServerStoppingTests
{
    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    [TestMethod]
    public async Task Server_WithClients_StopsAndTheyGoOn()
    {
        await using RunningChat chat = await RunningChat.StartAsync(clients: 2);
        await chat.Apis[0].SendAsync("Alice", "Hello");

        await chat.Server.StopsWellAsync();

        Assert.HasCount(2, chat.Server.LinesWith("ends after 1 messages: the server is stopping."));
        Assert.HasCount(1, await chat.Apis[1].CollectAsync(1));
        foreach (HostProcess client in chat.Clients)
        {
            await client.UntilLoggedAsync("The server is stopping.");
            await client.StopsWellAsync();
        }
    }

    [TestMethod]
    public async Task Server_ThatNobodyCalls_Stops()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();

        await server.StopsWellAsync();

        Assert.Contains("Stopped.", server.Log.Last());
    }

    [TestMethod]
    public async Task Server_WhileAStreamDrains_RefusesNewCallsAndDeliversEverything()
    {
        const int Count = 20;
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();

        // Far more than the stream's window, and nobody reads: the stop has to wait for it.
        for (int i = 0; i < Count; i++)
        {
            await chat.SendAsync("Alice", Text(i));
        }

        server.Terminate();
        await server.UntilLoggedAsync("Stopping");
        Task<Status> send = chat.RefusedAsync("Bob", "too late");
        Task<RpcException> open = Assert.ThrowsExactlyAsync<RpcException>(chat.OpenStreamAsync);
        Status refusedSend = await send;
        Status refusedStream = (await open).Status;
        (List<string> texts, Status end) = await GrpcChat.ReadToEndAsync(stream);

        Assert.AreEqual(Stopping, refusedSend);
        Assert.AreEqual(Stopping, refusedStream);
        CollectionAssert.AreEqual(Enumerable.Range(0, Count).Select(Text).ToArray(), texts);
        Assert.AreEqual(Stopping, end);
        Assert.AreEqual(0, await server.ExitCodeAsync());
        Assert.HasCount(1, server.LinesWith($"ends after {Count} messages: the server is stopping."));

        static string Text(int number) => new((char)('a' + number), 60_000);
    }

    [TestMethod]
    public async Task Server_WithAStreamThatNobodyReads_StopsAllTheSame()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        for (int i = 0; i < 20; i++)
        {
            await chat.SendAsync("Alice", new string('a', 60_000));
        }

        await server.StopsWellAsync();

        Assert.HasCount(1, server.LinesWith(": the server is stopping."));
    }

    [TestMethod]
    public async Task Server_ThatStopsWhileManySend_DeliversAllThatItAccepted()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        Task<(List<string> Texts, Status End)> reading = GrpcChat.ReadToEndAsync(stream);
        var isBusy = new TaskCompletionSource();

        Task<string[]>[] senders = [.. Enumerable.Range(0, 8).Select(async sender =>
        {
            List<string> accepted = [];
            try
            {
                while (true)
                {
                    string text = $"{sender}-{accepted.Count}";
                    await chat.SendAsync("Alice", text);
                    accepted.Add(text);
                    if (accepted.Count > 20)
                    {
                        isBusy.TrySetResult();
                    }
                }
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                return accepted.ToArray();
            }
        })];
        await isBusy.Task.Within();
        server.Terminate();
        string[] accepted = [.. (await Task.WhenAll(senders).Within()).SelectMany(texts => texts)];
        (List<string> texts, Status end) = await reading.Within();

        Assert.AreEqual(Stopping, end);
        Assert.IsEmpty(accepted.Except(texts));
        Assert.HasCount(texts.Count, texts.Distinct());
        Assert.AreEqual(0, await server.ExitCodeAsync());
    }
}
