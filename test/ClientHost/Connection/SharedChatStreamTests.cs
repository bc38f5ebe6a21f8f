using Messenger.Fixtures.Proxy;

namespace Messenger.ClientHost.Tests.Connection;

/// <summary>What is between two streams: nothing missing, nothing twice, or said.</summary>
[TestClass]
public sealed class SharedChatStreamTests
{
    [TestMethod]
    public async Task Stream_ThatIsOpenedAgain_GoesOnAfterTheLastMessage()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        server.Say("before");
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        SendTime last = server.Say("1");
        await client.UntilReceivedAsync("1");

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Say("2");
        server.ComeBack();
        await client.UntilReceivedAsync("2");

        Assert.AreEqual("1 2", string.Join(' ', client.Texts));
        Assert.IsNull(client.Gap);
        Assert.IsNull(server.Reads[0].GetValue("messenger-resume-after"));
        Assert.AreEqual(last.ToString(), server.Reads[^1].GetValue("messenger-resume-after"));
        Assert.IsNotNull(server.Reads[^1].GetValue("messenger-journal"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Stream_ThatHasBroughtNothing_GoesOnFromWhereItBegan(bool isFirst)
    {
        await using JournalServer server = await JournalServer.StartAsync();
        SendTime position = isFirst ? SendTime.Beginning : server.Say("before");
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Say("1");
        server.ComeBack();
        await client.UntilReceivedAsync("1");

        Assert.AreEqual("1", string.Join(' ', client.Texts));
        Assert.IsNull(client.Gap);
        Assert.AreEqual(position.ToString(), server.Reads[^1].GetValue("messenger-resume-after"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Journal_ThatIsAnother_IsReadFromNowOnAndTheGapIsSaid(bool refusesAfterHeaders)
    {
        await using JournalServer server = await JournalServer.StartAsync(refusesAfterHeaders: refusesAfterHeaders);
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.Say("0");
        SendTime last = server.Say("1");
        await client.UntilReceivedAsync("1");

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Forget();
        server.Say("unheard");
        server.ComeBack();
        await Patience.Until(() => server.OpenStreams == 1, "a new stream");
        server.Say("2");
        await client.UntilReceivedAsync("2");

        Assert.AreEqual("0 1 2", string.Join(' ', client.Texts));
        Assert.AreEqual(last, client.Gap);
        Assert.IsNull(server.Reads[^1].GetValue("messenger-resume-after"));
    }

    [TestMethod]
    public async Task Journal_ThatIsAnotherTwice_IsResumedInBetween()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Forget();
        server.ComeBack();
        await Patience.Until(() => server.OpenStreams == 1, "a new stream");

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Say("1");
        server.ComeBack();
        await client.UntilReceivedAsync("1");

        Assert.AreEqual(SendTime.Beginning, client.Gap);
        Assert.AreEqual("1", string.Join(' ', client.Texts));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Server_WithoutAJournal_IsReadFromNowOnAndTheGapIsSaid(bool hasLateHeaders)
    {
        await using JournalServer server = await JournalServer.StartAsync(hasJournal: false, hasLateHeaders: hasLateHeaders);
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        SendTime last = server.Say("1");
        await client.UntilReceivedAsync("1");
        Assert.IsNull(client.Gap);

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Say("unheard");
        server.ComeBack();
        await Patience.Until(() => server.OpenStreams == 1, "a new stream");
        server.Say("2");
        await client.UntilReceivedAsync("2");

        Assert.AreEqual("1 2", string.Join(' ', client.Texts));
        Assert.AreEqual(last, client.Gap);
        Assert.IsTrue(server.Reads.All(read => read.GetValue("messenger-resume-after") is null));
        Assert.IsFalse(client.Journal.IsAnnounced);
    }

    [TestMethod]
    public async Task Headers_ThatComeWithTheFirstMessage_AreKnownAllTheSame()
    {
        await using JournalServer server = await JournalServer.StartAsync(hasLateHeaders: true);
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        SendTime last = server.Say("1");
        await client.UntilReceivedAsync("1");
        Assert.IsTrue(client.Journal.IsAnnounced);

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Say("2");
        server.ComeBack();
        await client.UntilReceivedAsync("2");

        Assert.AreEqual("1 2", string.Join(' ', client.Texts));
        Assert.IsNull(client.Gap);
        Assert.AreEqual(last.ToString(), server.Reads[^1].GetValue("messenger-resume-after"));
    }

    [TestMethod]
    public async Task Journal_ThatIsGone_IsNoticedByItsHeaders()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        SendTime last = server.Say("1");
        await client.UntilReceivedAsync("1");
        Assert.IsTrue(client.Journal.IsAnnounced);

        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");
        server.Forget(hasJournal: false);
        server.ComeBack();
        await Patience.Until(() => server.OpenStreams == 1, "a new stream");
        server.Say("2");
        await client.UntilReceivedAsync("2");

        Assert.AreEqual(last, client.Gap);
        Assert.IsFalse(client.Journal.IsAnnounced);
    }

    [TestMethod]
    public async Task Reception_BetweenTwoStreamsOfAJournal_WaitsForWhatComes()
    {
        await using JournalServer server = await JournalServer.StartAsync();
        await using ConnectedClient client = await ConnectedClient.StartAsync(server.Port);
        server.GoAway();
        await Patience.Until(() => server.OpenStreams == 0, "the stream's end");

        SendTime said = server.Say("1");
        Assert.IsTrue(client.Reception.WhenOpenAsync().IsCompletedSuccessfully);
        Task received = client.Reception.WhenReceivedAsync(said);
        Assert.IsFalse(received.IsCompleted);
        server.ComeBack();
        await received.Within();

        client.Flush();
        Assert.AreEqual("1", string.Join(' ', client.Texts));
    }

    [TestMethod]
    public async Task Stream_OverANetworkThatCutsItAnywhere_BringsEverythingOnceAndInOrder()
    {
        const int Cuts = 20;
        var random = new Random(Seed.Next());
        await using JournalServer server = await JournalServer.StartAsync();
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        await using ConnectedClient client = await ConnectedClient.StartAsync(proxy.Port);
        for (int cut = 1; cut <= Cuts; cut++)
        {
            // Now and then within the handshake, mostly some messages later: headers and frames are cut at any byte.
            ProxyConnection connection = await proxy.ConnectionAsync(cut).Within();
            connection.ToClient.Rule = new FlowRule { CutAfter = random.Next(4) == 0 ? random.Next(1, 300) : random.Next(300, 4_000) };
            string last = "";
            for (int burst = random.Next(1, 200); burst > 0; burst--)
            {
                last = $"{server.Texts.Length}";
                server.Say(last);
            }

            await Task.WhenAny(connection.Ended, client.UntilReceivedAsync(last));
            connection.Cut();
            await connection.Ended.Within();
        }

        await client.UntilReceivedAsync(server.Texts[^1]);

        CollectionAssert.AreEqual(server.Texts, client.Texts.ToArray());
        Assert.IsNull(client.Gap);
    }
}
