using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Terminal;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Terminal;

[TestClass]
public sealed class RoomSessionTests
{
    [TestMethod]
    public async Task Join_OfARoom_BringsItsHistoryAndThenWhatIsSaid()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "before");
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

        await using RoomSession session = await JoinAsync(channel);
        await UntilAsync(session, "before");
        server.Say("Алиса", "after");

        await UntilAsync(session, "before", "after");
        Assert.IsTrue(session.Model.State.IsConnected);
        Assert.AreEqual(0, Assert.ContainsSingle(server.Joins).AfterSequence);
    }

    [TestMethod]
    public async Task Join_OfAnUnknownRoom_SaysSo()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => JoinAsync(channel, "another")).Within();

        Assert.AreEqual(StatusCode.NotFound, e.StatusCode);
        Assert.ContainsSingle(server.Joins);
    }

    [TestMethod]
    public async Task Join_WhileTheServerIsAway_SaysSoAtOnce()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.GoAway();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => JoinAsync(channel)).Within();

        Assert.AreEqual(StatusCode.Unavailable, e.StatusCode);
    }

    [TestMethod]
    public async Task Outage_WithNumberedMessages_IsFollowedByWhatWasMissed()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "1");
        server.Say("Алиса", "2");
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);
        await UntilAsync(session, "1", "2");

        await LoseAsync(server, session);
        server.Say("Алиса", "3");
        server.ComeBack();

        await UntilAsync(session, "1", "2", "3");
        Assert.AreEqual(2, server.Joins[^1].AfterSequence);
        Assert.AreEqual(3, server.Delivered, "Each message crosses the wire once.");
        Assert.AreEqual(1, session.Model.State.Outages);
    }

    [TestMethod]
    public async Task Outage_WithoutNumbers_IsFollowedByTheWholeHistoryOnce()
    {
        await using RoomServer server = await RoomServer.StartAsync(isNumbered: false);
        server.Say("Алиса", "1");
        server.Say("Алиса", "2");
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);
        await UntilAsync(session, "1", "2");

        await LoseAsync(server, session);
        server.Say("Алиса", "3");
        server.ComeBack();

        await UntilAsync(session, "1", "2", "3");
        Assert.AreEqual(0, server.Joins[^1].AfterSequence);
    }

    [TestMethod]
    public async Task Outage_AfterWhichTheServerHasAnotherHistory_BeginsAnew()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.Say("Алиса", "1");
        server.Say("Алиса", "2");
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);
        await UntilAsync(session, "1", "2");

        await LoseAsync(server, session);
        server.Forget();
        server.Say("Алиса", "new");
        server.ComeBack();

        await UntilAsync(session, "new");
        Assert.AreEqual(1, session.Model.State.Restarts);
        Assert.AreEqual(0, server.Joins[^1].AfterSequence);
    }

    [TestMethod]
    [DataRow(StatusCode.NotFound)]
    [DataRow(StatusCode.PermissionDenied)]
    public async Task Outage_ThatTheServerMeans_IsTheEnd(StatusCode code)
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);

        server.GoAway(code);

        await Patience.Until(() => session.Model.State.End is not null, "the end");
        Assert.AreEqual(code, session.Model.State.End!.Value.StatusCode);
    }

    [TestMethod]
    public async Task Send_OfAMessage_ReturnsWhatIsKept()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);

        SendResult result = await session.SendAsync("Привет", CancellationToken.None).Within();

        Assert.AreEqual(SendOutcome.Kept, result.Outcome);
        Assert.AreEqual("Боб", result.Kept!.Author);
        await session.Model.WhenReceivedAsync(result.Kept, CancellationToken.None).Within();
        Assert.AreEqual("Привет", Assert.ContainsSingle(session.Model.State.Messages).Text);
    }

    [TestMethod]
    public async Task Send_OfSeveralAtOnce_KeepsTheirOrder()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);
        string[] texts = [.. Enumerable.Range(0, 50).Select(number => $"{number}")];

        await Task.WhenAll(texts.Select(text => session.SendAsync(text, CancellationToken.None))).Within();

        CollectionAssert.AreEqual(texts, server.Contents);
    }

    [TestMethod]
    public async Task Send_OfWhatTheServerRefuses_SaysWhyAndTheNextIsKept()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);

        SendResult refused = await session.SendAsync("refuse me", CancellationToken.None).Within();
        SendResult kept = await session.SendAsync("keep me", CancellationToken.None).Within();

        Assert.AreEqual(new SendResult(SendOutcome.Refused, "Refused."), refused);
        Assert.AreEqual(SendOutcome.Kept, kept.Outcome);
        Assert.AreEqual("keep me", Assert.ContainsSingle(server.Contents));
    }

    [TestMethod]
    public async Task Send_WhileTheServerIsAway_SendsNothing()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);
        await LoseAsync(server, session);

        SendResult result = await session.SendAsync("lost", CancellationToken.None).Within();

        Assert.AreEqual(SendOutcome.NotSent, result.Outcome);
        server.ComeBack();
        await Patience.Until(() => session.Model.State.IsConnected, "a connection");
        Assert.AreEqual(SendOutcome.Kept, (await session.SendAsync("kept", CancellationToken.None).Within()).Outcome);
        Assert.AreEqual(1, server.Requests);
    }

    [TestMethod]
    public async Task Send_ThatNobodyAnswers_IsUnknownAndNotSentAgain()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.FallSilent();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel, patience: TimeSpan.FromSeconds(1));

        SendResult result = await session.SendAsync("who knows", CancellationToken.None).Within();

        Assert.AreEqual(SendOutcome.Unknown, result.Outcome);
        Assert.AreEqual(1, server.Requests);
    }

    [TestMethod]
    public async Task Send_WhoseAnswerIsLostWithTheServer_IsUnknown()
    {
        await using RoomServer server = await RoomServer.StartAsync();
        server.FallSilent();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        await using RoomSession session = await JoinAsync(channel);

        Task<SendResult> sending = session.SendAsync("who knows", CancellationToken.None);
        await Patience.Until(() => server.Requests == 1, "the message at the server");
        server.GoAway();

        Assert.AreEqual(SendOutcome.Unknown, (await sending.Within()).Outcome);
    }

    private static Task<RoomSession> JoinAsync(GrpcChannel channel, string roomId = RoomServer.RoomId, TimeSpan? patience = null) =>
        RoomSession.JoinAsync(new ChatClient(channel), roomId, "Боб", patience ?? Patience.Limit, CancellationToken.None).Within();

    private static async Task LoseAsync(RoomServer server, RoomSession session)
    {
        server.GoAway();
        await Patience.Until(() => !session.Model.State.IsConnected, "an outage");
    }

    private static Task UntilAsync(RoomSession session, params string[] texts) =>
        Patience.Until(
            () => session.Model.State.IsConnected && session.Model.State.Messages.Select(message => message.Text).SequenceEqual(texts),
            string.Join(", ", texts));
}
