using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Tests.Events;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>Reading a room from its first message on, for which the contract has no word.</summary>
[TestClass]
public sealed class RoomPagesTests
{
    [TestMethod]
    public async Task ReadOn_FromTheStartOfARoomThatBeginsMeanwhile_IsItsFirstMessages()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
        var pages = new RoomPages(new ChatClient(channel));
        var held = new TaskCompletionSource();
        server.HoldPages(held.Task);
        Task<RoomPage> reading = pages.ReadOnAsync("shared", after: 0, limit: 10, default);

        // The answer that there is no first message is on its way.
        await Patience.Until(() => server.Answers == 1, "an answer");
        server.SayAll(1, 2);
        held.SetResult();

        RoomPage page = await reading.Within();
        Assert.AreEqual("1 2", string.Join(' ', page.Messages.Select(message => message.Content)));
    }

    [TestMethod]
    public async Task ReadOn_FromTheStartOfARoomThatNoLongerKeepsIt_IsOutOfRange()
    {
        await using EventServer server = await EventServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
        var pages = new RoomPages(new ChatClient(channel));
        server.SayAll(1, 2);
        server.Keep(1);

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(
            () => pages.ReadOnAsync("shared", after: 0, limit: 10, default).Within());

        Assert.AreEqual(StatusCode.OutOfRange, e.StatusCode);
    }
}
