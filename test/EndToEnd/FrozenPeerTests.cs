using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Abuse;
using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Proxy;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Peers that are there and do nothing: they are ended, what they cost is given back, and nobody else notices.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FrozenPeerTests
{
    private const long SpareBytes = 64L << 20;

    // What is said while a peer is frozen. The queue of a reader that is never ended would hold twice the memory to spare.
    private const int Messages = 700;
    private const int TextBytes = 60_000;

    private readonly List<string> _said = [];

    [TestMethod]
    public async Task Reader_ThatIsFrozenWithDataWaiting_IsEndedAndItsMemoryIsFreed()
    {
        await using HostProcess server = await StartServerAsync(("MESSENGER_FLUSH_SECONDS", "1"));
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> other = await chat.OpenStreamAsync();
        await using HostProcess reader = await HostProcess.StartClientAsync(server.Port);
        using var api = new ChatApi(reader);
        await reader.UntilStreamIsOpenAsync();
        await TalkAsync(chat, other, "before");
        await api.FlushAsync();
        ProcessCost before = ProcessCost.Of(server);
        _said.Clear();

        reader.Freeze();
        await TalkAsync(chat, other, "meanwhile");
        await server.UntilLoggedAsync(" has not read from /mes_grpc.MessengerServer/ReadMessages for 00:00:01: its stream is reset.");
        await FreesAllAsync(server, chat, other, before);
        reader.Thaw();

        CollectionAssert.AreEqual(_said, (await api.CollectAsync(_said.Count)).Select(message => message.Text.TrimEnd()).ToArray());
        Assert.HasCount(1, server.LinesWith(" has not read from "));
        Assert.HasCount(1, server.LinesWith(": it was not read."));
    }

    [TestMethod]
    public async Task Reader_ThatIsFrozen_HoldsNoMoreThanItsQueue()
    {
        await using HostProcess server = await StartServerAsync(("MESSENGER_QUEUE_MESSAGES", "10"));
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> other = await chat.OpenStreamAsync();
        await using HostProcess reader = await HostProcess.StartClientAsync(server.Port);
        await reader.UntilStreamIsOpenAsync();
        await TalkAsync(chat, other, "before");
        ProcessCost before = ProcessCost.Of(server);

        reader.Freeze();
        await TalkAsync(chat, other, "meanwhile");
        await FreesAllAsync(server, chat, other, before);

        Assert.IsEmpty(server.LinesWith(" has not read from "));
        Assert.IsEmpty(server.LinesWith(" ends after "));
    }

    [TestMethod]
    public async Task Connection_OverWhichNothingIsRead_IsClosedAndItsMemoryIsFreed()
    {
        await using HostProcess server = await StartServerAsync(
            ("MESSENGER_FLUSH_SECONDS", "1"), ("MESSENGER_KEEPALIVE_SECONDS", "1"), ("MESSENGER_KEEPALIVE_TIMEOUT_SECONDS", "10"));
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> other = await chat.OpenStreamAsync();
        await TalkAsync(chat, other, "before");
        ProcessCost before = ProcessCost.Of(server);

        // Windows so wide that it is TCP that stands still, and with it everything that the server has to say, pings included.
        using Http2Connection stuck = await Http2Connection.ConnectAsync(
            server.Port, isDead: true, settings: (Setting.InitialWindowSize, int.MaxValue));
        await stuck.WidenWindowAsync(0);
        for (int stream = 1; stream < 20; stream += 2)
        {
            await stuck.SendBytesAsync(Http2Abuses.Call(stream));
            await stuck.SendDataAsync(stream, new byte[5], endStream: true);
            await stuck.NextAsync(stream);
        }

        await TalkAsync(chat, other, "meanwhile");
        await server.UntilLoggedAsync(" has read nothing for 00:00:01: its connection is closed.");
        await FreesAllAsync(server, chat, other, before);

        Assert.HasCount(1, server.LinesWith(": its connection is closed."));
        Assert.HasCount(10, server.LinesWith(": it was not read."));
    }

    [TestMethod]
    public async Task Peer_InABlackHole_IsEndedWhenItLeavesKeepAliveUnanswered()
    {
        await using HostProcess server = await StartServerAsync(
            ("MESSENGER_KEEPALIVE_SECONDS", "2"), ("MESSENGER_KEEPALIVE_TIMEOUT_SECONDS", "4"));
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> other = await chat.OpenStreamAsync();
        using var lost = new GrpcChat(proxy.Port);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await lost.OpenStreamAsync();

        proxy.ToServer = FlowRule.Stopped;
        proxy.ToClient = FlowRule.Stopped;
        await TalkAsync(chat, other, "meanwhile");
        await server.UntilLoggedAsync(" has ended: nothing has come over it for ");
        await server.UntilLoggedAsync(": nothing came from the client any more.");
        await TalkAsync(chat, other, "after");

        Assert.HasCount(1, server.LinesWith(" has ended: nothing has come over it for "));
        Assert.HasCount(1, server.LinesWith(" ends after "));
    }

    private static Task<HostProcess> StartServerAsync(params (string Name, string Value)[] settings) => HostProcess.StartServerAsync(
        0, [("DOTNET_GCgen0size", "0x400000"), ("DOTNET_GCConserveMemory", "9"), .. settings]);

    // Said, and heard by somebody who reads.
    private async Task TalkAsync(GrpcChat chat, AsyncServerStreamingCall<ReadMessagesResponse> stream, string word)
    {
        for (int i = 0; i < Messages; i++)
        {
            string text = $"{word} {i}";
            _said.Add(text);
            await chat.SendAsync("Alice", text.PadRight(TextBytes));
            Assert.AreEqual(text, (await GrpcChat.ReadOneAsync(stream)).Text.TrimEnd());
        }
    }

    // Garbage goes while somebody talks.
    private async Task FreesAllAsync(
        HostProcess server, GrpcChat chat, AsyncServerStreamingCall<ReadMessagesResponse> stream, ProcessCost before)
    {
        await TalkAsync(chat, stream, "after");
        ProcessCost after = ProcessCost.Of(server);
        Console.WriteLine($"{before} before, {after} afterwards.");
        Assert.IsLessThan(before.Bytes + SpareBytes, after.Bytes);
        Assert.IsLessThanOrEqualTo(before.Handles, after.Handles);
    }
}
