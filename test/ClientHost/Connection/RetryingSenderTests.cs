using Messenger.ClientHost.Connection;
using Messenger.Fixtures.Proxy;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>What is sent again, and what is not.</summary>
[TestClass]
public sealed class RetryingSenderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    [TestMethod]
    [DataRow(SendFate.Refused)]
    [DataRow(SendFate.StoredAndLost)]
    public async Task Send_ThatIsLost_IsRepeatedWithItsKeyWhereTheServerKeepsAJournal(SendFate fate)
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.Fates.Enqueue(fate);
        server.Fates.Enqueue(fate);

        SendTime sendTime = await client.SendAsync("Hello", "a key");
        await client.UntilReceivedAsync("Hello");

        Assert.AreEqual("a key,a key,a key", string.Join(',', server.Keys));
        Assert.AreEqual("Hello", string.Join(',', server.Texts));
        Assert.AreEqual("Hello", string.Join(',', client.Texts));
        Assert.AreEqual(sendTime, await client.SendAsync("Hello", "a key"));
    }

    [TestMethod]
    public async Task Send_ThatIsLost_IsNotRepeatedWhereTheServerMightTakeItTwice()
    {
        await using JournalServer server = await JournalServer.StartAsync(hasJournal: false);
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.Fates.Enqueue(SendFate.StoredAndLost);

        SendFailedException e = await client.FailureAsync("Hello", "a key");

        Assert.AreEqual(SendFailure.Unsafe, e.Failure);
        Assert.IsTrue(e.MayBeSent);
        Assert.IsFalse(e.IsRepeatable);
        Assert.HasCount(1, server.Keys);
    }

    [TestMethod]
    public async Task Send_ThatCannotConnect_IsRepeatedWhateverTheServer()
    {
        await using JournalServer server = await JournalServer.StartAsync(hasJournal: false);
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using var client = new ConnectedClient(proxy.Port);
        proxy.Accepting = Accepting.Refuse;
        Task<SendTime> sending = client.SendAsync("Hello", "a key");
        Assert.IsFalse(sending.IsCompleted);

        proxy.Accepting = Accepting.Forward;
        await sending;

        Assert.HasCount(1, server.Keys);
    }

    [TestMethod]
    public async Task Send_ThatCannotConnectUntilTheDeadline_WasNotSent()
    {
        await using FaultProxy proxy = FaultProxy.Start(1);
        await using var client = new ConnectedClient(proxy.Port);
        proxy.Accepting = Accepting.Refuse;

        SendFailedException e = await client.FailureAsync("Hello", "a key", Soon);

        Assert.AreEqual(SendFailure.Deadline, e.Failure);
        Assert.IsFalse(e.MayBeSent);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Send_ThatIsNotAnsweredUntilTheDeadline_MayBeThere(bool hasJournal)
    {
        await using JournalServer server = await JournalServer.StartAsync(hasJournal);
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.Fates.Enqueue(SendFate.StoredAndSilent);

        SendFailedException e = await client.FailureAsync("Hello", "a key", Soon);

        Assert.AreEqual(SendFailure.Deadline, e.Failure);
        Assert.IsTrue(e.MayBeSent);
        Assert.AreEqual(hasJournal, e.IsRepeatable);
        Assert.HasCount(1, server.Texts);
    }

    [TestMethod]
    public async Task Send_ThatIsRefused_IsNotRepeated()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        await client.SendAsync("Hello", "a key");
        server.Fates.Enqueue(SendFate.Full);

        RpcException full = await Assert.ThrowsExactlyAsync<RpcException>(() => client.SendAsync("Hello", "another key"));
        RpcException conflict = await Assert.ThrowsExactlyAsync<RpcException>(() => client.SendAsync("Bye", "a key"));

        Assert.AreEqual(StatusCode.ResourceExhausted, full.StatusCode);
        Assert.AreEqual(StatusCode.AlreadyExists, conflict.StatusCode);
        Assert.HasCount(3, server.Keys);
    }

    [TestMethod]
    public async Task Send_ThatIsRefusedAfterItWasLost_IsRepeated()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.Fates.Enqueue(SendFate.StoredAndLost);
        server.Fates.Enqueue(SendFate.Full);

        await client.SendAsync("Hello", "a key");

        Assert.HasCount(3, server.Keys);
        Assert.HasCount(1, server.Texts);
    }

    [TestMethod]
    public async Task Send_ThatIsGivenUpWhileItIsRepeated_EndsAtOnce()
    {
        await using FaultProxy proxy = FaultProxy.Start(1);
        await using var client = new ConnectedClient(proxy.Port);
        proxy.Accepting = Accepting.Refuse;
        using var giveUp = new CancellationTokenSource();
        Task<SendFailedException> sending = client.FailureAsync("Hello", "a key", TimeSpan.FromHours(1), giveUp.Token);

        await giveUp.CancelAsync();

        Assert.AreEqual(SendFailure.GivenUp, (await sending.Within()).Failure);
    }

    [TestMethod]
    public async Task Send_IntoABlackHole_GoesOverANewConnectionAndTheStreamGoesOnThere()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using ConnectedClient client = await ConnectedClient.StartAsync(proxy.Port);
        ProxyConnection first = await proxy.ConnectionAsync(1).Within();
        first.ToServer.Rule = FlowRule.Stopped;
        first.ToClient.Rule = FlowRule.Stopped;

        await client.SendAsync("Hello", "a key", TimeSpan.FromSeconds(10));
        await client.UntilReceivedAsync("Hello");

        Assert.AreEqual("Hello", string.Join(',', client.Texts));
        Assert.IsNull(client.Gap);
        Assert.IsTrue(first.ToServer.WhenHoldingAsync().IsCompleted);
    }

    [TestMethod]
    public async Task Sends_OverANetworkThatCutsThemAnywhere_AreThereOnce()
    {
        const int Count = 80;
        var random = new Random(Seed.Next());
        await using JournalServer server = await JournalServer.StartAsync();
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using ConnectedClient client = await ConnectedClient.StartAsync(proxy.Port);
        using var isOver = new CancellationTokenSource();
        Task cutting = Task.Run(async () =>
        {
            for (int number = 1; !isOver.IsCancellationRequested; number++)
            {
                Task<ProxyConnection> taken = proxy.ConnectionAsync(number);
                await Task.WhenAny(taken, Task.Delay(Timeout.Infinite, isOver.Token));
                if (taken.IsCompleted)
                {
                    ProxyFlow flow = random.Next(2) == 0 ? taken.Result.ToServer : taken.Result.ToClient;
                    flow.Rule = new FlowRule { CutAfter = random.Next(200, 3_000) };
                }
            }
        });

        string[] texts = [.. Enumerable.Range(0, Count).Select(number => $"{number}")];
        foreach (string[] part in texts.Chunk(8))
        {
            await Task.WhenAll(part.Select(text => client.SendAsync(text, text))).Within();
        }

        await isOver.CancelAsync();
        await cutting.Within();
        proxy.ToClient = FlowRule.None;
        proxy.ToServer = FlowRule.None;
        await Task.WhenAll(texts.Select(client.UntilReceivedAsync)).Within();

        CollectionAssert.AreEquivalent(texts, server.Texts);
        CollectionAssert.AreEqual(server.Texts, client.Texts.ToArray());
        Assert.IsNull(client.Gap);
    }
}
