using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>The client with servers that keep the contract, and are none of ours.</summary>
[TestClass]
public sealed class OtherServersTests
{
    private static readonly Timestamp Sometime = new() { Seconds = 1758365922, Nanos = 665_193_000 };

    [TestMethod]
    public async Task Flush_RightAfterASendWhoseMessageComesBackLate_HoldsIt()
    {
        var said = new SemaphoreSlim(0);
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            (_, _) =>
            {
                said.Release();
                return Task.FromResult(new SendMessageResponse { SendTime = Sometime });
            },
            async (_, stream, context) =>
            {
                await context.WriteResponseHeadersAsync();
                await said.WaitAsync(context.CancellationToken);

                // Late for a flush, and far from too late for the client's patience.
                await Task.Delay(100, context.CancellationToken);
                await stream.WriteAsync(new ReadMessagesResponse { Author = "Alice", Text = "Hello", SendTime = Sometime });
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            });
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);

        string sendTime = await api.SendAsync("Alice", "Hello");

        Assert.AreEqual(new ChatMessage("Alice", "Hello", sendTime), (await api.FlushAsync()).Single());
    }

    [TestMethod]
    public async Task Send_WhileTheStreamIsRefused_WaitsUntilItIsOpen()
    {
        int streams = 0;
        bool isOpen = false;
        bool wasOpen = false;
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            (_, _) =>
            {
                wasOpen = Volatile.Read(ref isOpen);
                return Task.FromResult(new SendMessageResponse { SendTime = Sometime });
            },
            async (_, _, context) =>
            {
                if (Interlocked.Increment(ref streams) < 4)
                {
                    throw new RpcException(new Status(StatusCode.Unavailable, "Not yet."));
                }

                Volatile.Write(ref isOpen, true);
                await context.WriteResponseHeadersAsync();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            });
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);

        await api.SendAsync("Alice", "Hello");

        Assert.IsTrue(wasOpen);
        Assert.HasCount(1, client.LinesWith("There is no stream from localhost"));
        Assert.HasCount(1, client.LinesWith(": Unavailable. Not yet."));
    }

    [TestMethod]
    public async Task Send_ToAServerWithoutStreamHeaders_GoesOutAllTheSame()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            (_, _) => Task.FromResult(new SendMessageResponse { SendTime = Sometime }),
            (_, _, context) => Task.Delay(Timeout.Infinite, context.CancellationToken));
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);

        string sendTime = await api.SendAsync("Alice", "Hello");

        Assert.AreEqual("2025-09-20T10:58:42.665193000Z", sendTime);
    }

    [TestMethod]
    public async Task Send_WhenTheServerDoesNotAnswerInTime_IsAnswered504()
    {
        await using ScriptedServer server = await ScriptedServer.StartSilentAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, ("MESSENGER_SEND_SECONDS", "1"));
        using var api = new ChatApi(client);

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.TrySendAsync("Alice", "Hello")));

        foreach (HttpResponseMessage response in responses)
        {
            Assert.EndsWith("Whether it was sent is not known: sending it again may say it twice.", await response.DetailAsync(504));
            response.Dispose();
        }
    }

    [TestMethod]
    public async Task Send_WhenTheStreamEndsMeanwhile_IsAnsweredAllTheSame()
    {
        var end = new TaskCompletionSource();
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            (_, _) =>
            {
                end.TrySetResult();
                return Task.FromResult(new SendMessageResponse { SendTime = Sometime });
            },
            async (_, _, context) =>
            {
                await context.WriteResponseHeadersAsync();
                await end.Task.WaitAsync(context.CancellationToken);
            });
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);

        string sendTime = await api.SendAsync("Alice", "Hello");

        Assert.AreEqual("2025-09-20T10:58:42.665193000Z", sendTime);
    }

    [TestMethod]
    public async Task Flush_OfTimesThatNoServerShouldSend_LosesNothing()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            (_, _) => Task.FromResult(new SendMessageResponse()),
            async (_, stream, context) =>
            {
                await stream.WriteAsync(new ReadMessagesResponse { Text = "none" });
                await stream.WriteAsync(new ReadMessagesResponse { Text = "late", SendTime = new Timestamp { Seconds = long.MaxValue } });
                await stream.WriteAsync(new ReadMessagesResponse { Text = "odd", SendTime = new Timestamp { Nanos = -1 } });
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            });
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(client);

        ChatMessage[] messages = await api.CollectAsync(3);

        Assert.AreEqual("none late odd", string.Join(' ', messages.Select(message => message.Text)));
    }
}
