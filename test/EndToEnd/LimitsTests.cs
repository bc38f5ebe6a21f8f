using System.Globalization;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Abuse;
using Messenger.EndToEnd.Fixtures;
using Messenger.Fixtures.Disk;
using Messenger.Fixtures.Proxy;
using Messenger.Grpc;
using Rooms = Messenger.Contracts.Rooms;

namespace Messenger.EndToEnd;

/// <summary>
/// Each limit that can be set, reached: the answer says which one it is, or nothing is lost where it stands for how much is done at a time;
/// and the programs go on. A peer that does not read: <see cref="FrozenPeerTests"/>.
/// </summary>
[TestClass]
public sealed class LimitsTests
{
    // Much more than the proxy, the sockets and the stream's window hold.
    private const int Many = 500;

    [TestMethod]
    [DataRow("MESSENGER_AUTHOR_BYTES", "author", 5, 1)]
    [DataRow("MESSENGER_TEXT_BYTES", "text", 1, 5)]
    public async Task Field_LongerThanItMayBe_IsAnInvalidArgument(string variable, string field, int author, int text)
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, (variable, "4"));
        using var chat = new GrpcChat(server);

        Status status = await chat.RefusedAsync(new string('a', author), new string('t', text));

        Assert.AreEqual(new Status(StatusCode.InvalidArgument, $"'{field}' has 5 bytes: 1 to 4 bytes of UTF-8 are allowed."), status);
        await chat.SendAsync("жж", "жж");
    }

    [TestMethod]
    public async Task Fields_OfTheLargestSize_AreTaken()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using var rooms = new RoomChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();

        await chat.SendAsync(new string('a', 256), new string('t', 65_536));
        Rooms.ChatRoom room = await rooms.CreateRoomAsync(new string('n', 200));

        ReadMessagesResponse heard = await GrpcChat.ReadOneAsync(stream);
        Assert.AreEqual((256, 65_536, 200), (heard.Author.Length, heard.Text.Length, room.Name.Length));
    }

    [TestMethod]
    public async Task Queue_ThatIsFull_CostsItsReaderNothingButTime()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_QUEUE_MESSAGES", "2"));
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        using var chat = new GrpcChat(server);
        using var slow = new GrpcChat(proxy.Port);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await slow.OpenStreamAsync();

        proxy.ToClient = FlowRule.Stopped;
        await SayManyAsync(chat);
        proxy.ToClient = FlowRule.None;

        for (int i = 0; i < Many; i++)
        {
            Assert.AreEqual(Text(i), (await GrpcChat.ReadOneAsync(stream)).Text);
        }
    }

    [TestMethod]
    [DataRow("MESSENGER_COMMIT_MESSAGES", "2")]
    [DataRow("MESSENGER_COMMIT_BYTES", "500")]
    public async Task Commits_OfNoMoreThanTheLimit_KeepEverythingInOrder(string variable, string limit)
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, (variable, limit));
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();

        SendMessageResponse[] sent = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => chat.SendAsync("Alice", new string('x', 1 + (i * 10)))));

        foreach (Timestamp sendTime in sent.Select(answer => answer.SendTime).Order())
        {
            Assert.AreEqual(sendTime, (await GrpcChat.ReadOneAsync(stream)).SendTime);
        }
    }

    [TestMethod]
    [DataRow("MESSENGER_WAITING_MESSAGES", "3", 3, "3 messages wait to be stored already. Try again later.")]
    [DataRow("MESSENGER_WAITING_BYTES", "1000", 6, "1000 bytes of messages wait to be stored already. Try again later.")]
    public async Task Sends_WhileTheDiskHangs_AreRefusedOnceTooManyWait(string variable, string limit, int fitting, string detail)
    {
        const int Sends = 50;
        await using var server = await HangingServer.StartAsync((variable, limit));
        await using HostProcess client = await HostProcess.StartClientAsync(server.Process.Port);
        using var api = new ChatApi(client);
        using var chat = new GrpcChat(server.Process);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        await client.UntilStreamIsOpenAsync();

        server.Disk.Break($"sync * {FaultyDisk.Hang} -1");
        List<Task<SendMessageResponse>> sends = [chat.SendAsync("Alice", "hangs")];
        await server.Disk.UntilHangingAsync();
        sends.AddRange(Enumerable.Range(0, Sends).Select(i => chat.SendAsync("Alice", $"waits {i + 10}")));
        await Patience.Until(() => sends.Count(send => send.IsFaulted) >= Sends - fitting, "all but those that may wait to be refused");
        using HttpResponseMessage problem = await api.TrySendAsync("Alice", "one too many");
        string refusal = await problem.DetailAsync(429);
        server.Disk.Mend();

        Assert.Contains(detail, refusal);
        Timestamp[] kept = [.. (await Task.WhenAll(sends.Where(send => !send.IsFaulted))).Select(answer => answer.SendTime).Order()];
        Assert.HasCount(1 + fitting, kept);
        foreach (Task<SendMessageResponse> refused in sends.Where(send => send.IsFaulted))
        {
            RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => refused);
            Assert.AreEqual(new Status(StatusCode.ResourceExhausted, detail), e.Status);
        }

        Timestamp after = (await chat.SendAsync("Alice", "after")).SendTime;
        foreach (Timestamp sendTime in kept.Append(after))
        {
            Assert.AreEqual(sendTime, (await GrpcChat.ReadOneAsync(stream)).SendTime);
        }
    }

    [TestMethod]
    [DataRow("MESSENGER_MEMORY_MESSAGES", "3")]
    [DataRow("MESSENGER_MEMORY_BYTES", "450")]
    public async Task Memory_ThatIsFull_KeepsTheNewestAndSaysWhatIsOutOfRange(string variable, string limit)
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_DATA", "memory"), (variable, limit));
        using var chat = new GrpcChat(server);
        using var rooms = new RoomChat(server);
        Timestamp first = (await chat.SendAsync("Alice", "1")).SendTime;
        for (int i = 2; i <= 5; i++)
        {
            await chat.SendAsync("Alice", $"{i}");
        }

        Rooms.Message[] history = await rooms.HistoryAsync("shared");
        using AsyncServerStreamingCall<Rooms.JoinRoomResponse> join = rooms.Join(
            new Rooms.JoinRoomRequest { RoomId = "shared", AuthorId = "Bob", AfterSequence = 1 });
        using AsyncServerStreamingCall<ReadMessagesResponse> resumed = chat.Read(
            new Metadata { { "messenger-resume-after", first.ToString().Trim('"') } });

        Assert.AreSequenceEqual(["3", "4", "5"], history.Select(message => message.Content));
        Assert.AreEqual(
            new Status(StatusCode.OutOfRange, "Message 2 is no longer kept: the oldest is 3."), (await RoomChat.ReadToEndAsync(join)).End);
        Assert.AreEqual(
            new Status(StatusCode.OutOfRange, "There is no going on after that time: it is not within what the room keeps."),
            (await GrpcChat.ReadToEndAsync(resumed)).End);
    }

    [TestMethod]
    public async Task Reader_ThatFallsBehindTheMemory_EndsWithDataLossAndTheOthersGoOn()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(
            0, ("MESSENGER_DATA", "memory"), ("MESSENGER_MEMORY_MESSAGES", "3"), ("MESSENGER_QUEUE_MESSAGES", "2"));
        await using FaultProxy proxy = FaultProxy.Start(server.Port);
        using var chat = new GrpcChat(server);
        using var slow = new GrpcChat(proxy.Port);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await slow.OpenStreamAsync();

        proxy.ToClient = FlowRule.Stopped;
        await SayManyAsync(chat);
        proxy.ToClient = FlowRule.None;

        (List<string> texts, Status end) = await GrpcChat.ReadToEndAsync(stream);
        Assert.AreSequenceEqual(Enumerable.Range(0, texts.Count).Select(Text), texts);
        Assert.AreEqual(StatusCode.DataLoss, end.StatusCode);
        Assert.StartsWith("The reader fell behind what is kept: ", end.Detail);
        using AsyncServerStreamingCall<ReadMessagesResponse> next = await slow.OpenStreamAsync();
        await chat.SendAsync("Alice", "after");
        Assert.AreEqual("after", (await GrpcChat.ReadOneAsync(next)).Text);
    }

    [TestMethod]
    [DataRow("MESSENGER_PAGE_MESSAGES", "2")]
    [DataRow("MESSENGER_PAGE_BYTES", "1")]
    public async Task Pages_OfNoMoreThanTheLimit_AreTheWholeHistory(string variable, string limit)
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, (variable, limit));
        using var rooms = new RoomChat(server);
        string room = await rooms.CreateAsync();
        for (int i = 1; i <= 9; i++)
        {
            await rooms.SayAsync(room, $"{i}");
        }

        using AsyncServerStreamingCall<Rooms.JoinRoomResponse> join = await rooms.JoinAsync(room);

        Rooms.Message[] history = await rooms.HistoryAsync(room);
        Assert.AreSequenceEqual(Enumerable.Range(1, 9).Select(i => $"{i}"), history.Select(message => message.Content));
        CollectionAssert.AreEqual(history, await RoomChat.ReadAsync(join, 9));
    }

    [TestMethod]
    public async Task Streams_MoreThanAConnectionMayHave_AreRefusedOrGoOverAnother()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_STREAMS_PER_CONNECTION", "2"));
        using var chat = new GrpcChat(server);
        using Http2Connection raw = await Http2Connection.ConnectAsync(server.Port);
        foreach (int stream in new[] { 1, 3, 5 })
        {
            await raw.SendBytesAsync(Http2Abuses.Call(stream));
            await raw.SendDataAsync(stream, new byte[5], endStream: true);
        }

        Http2Frame reset = await raw.NextAsync(FrameType.ResetStream);
        AsyncServerStreamingCall<ReadMessagesResponse>[] streams = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => chat.OpenStreamAsync()));
        await chat.SendAsync("Alice", "Hello");

        Assert.AreEqual((5, ErrorCode.RefusedStream), (reset.StreamId, reset.ResetCode));
        Http2Frame heard = await raw.NextAsync(FrameType.Data);
        Http2Frame heardToo = await raw.NextAsync(FrameType.Data);
        Assert.AreEqual(1 + 3, heard.StreamId + heardToo.StreamId);
        foreach (AsyncServerStreamingCall<ReadMessagesResponse> stream in streams)
        {
            Assert.AreEqual("Hello", (await GrpcChat.ReadOneAsync(stream)).Text);
            stream.Dispose();
        }
    }

    [TestMethod]
    [DataRow(null, 4 << 20)]
    [DataRow("1000", 1000)]
    public async Task Message_LargerThanIsReceived_IsRefusedAndTheLimitNamed(string? setting, int limit)
    {
        (string, string)[] settings = setting is null ? [] : [("MESSENGER_RECEIVE_BYTES", setting)];
        await using HostProcess server = await HostProcess.StartServerAsync(0, settings);
        using var chat = new GrpcChat(server);
        using var rooms = new RoomChat(server);
        using Talk talk = rooms.Talk();

        Status status = await chat.RefusedAsync("Alice", new string('x', limit));
        await talk.SayInVainAsync("shared", new string('x', limit));

        var expected = new Status(StatusCode.ResourceExhausted, $"The message is larger than the limit of {limit} bytes.");
        Assert.AreEqual((expected, expected), (status, (await talk.ReadToEndAsync()).End));
        await chat.SendAsync("Alice", "Hello");
    }

    [TestMethod]
    public async Task Body_LargerThanIsTaken_IsAnswered413WithTheLimit()
    {
        await using RunningChat chat = await RunningChat.StartAsync(1, 0, ("MESSENGER_BODY_BYTES", "100"));

        using HttpResponseMessage response = await chat.Apis[0].TrySendAsync("Alice", new string('x', 100));

        Assert.Contains("100 bytes", await response.DetailAsync(413));
        await chat.Apis[0].SendAsync("Alice", "Hello");
    }

    [TestMethod]
    public async Task Mailbox_WithoutRoomForMoreBytes_DropsTheOldestAndSaysHowMany()
    {
        await using RunningChat chat = await RunningChat.StartAsync(1, 0, ("MESSENGER_MAILBOX_BYTES", "30000"));
        for (int i = 0; i < 10; i++)
        {
            await chat.Apis[0].SendAsync("Alice", Text(i));
        }

        using HttpResponseMessage response = await chat.Apis[0].PostAsync("getAndFlushMessages");

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        string body = await response.Content.ReadAsStringAsync().Within();
        int dropped = int.Parse(response.Headers.GetValues("X-Messages-Dropped").Single(), CultureInfo.InvariantCulture);
        Assert.IsTrue(dropped is > 0 and < 10, $"{dropped} were dropped.");
        for (int i = 0; i < 10; i++)
        {
            Assert.AreEqual(i >= dropped, body.Contains($"\"{Text(i)}\"", StringComparison.Ordinal), $"message {i}");
        }
    }

    [TestMethod]
    public async Task Send_ThatTakesLongerThanItMay_IsAnswered504AndSaysHowToLearnItsFate()
    {
        await using var server = await HangingServer.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Process.Port, ("MESSENGER_SEND_SECONDS", "1"));
        using var api = new ChatApi(client);
        await client.UntilStreamIsOpenAsync();

        server.Disk.Break($"sync * {FaultyDisk.Hang} -1");
        using HttpResponseMessage response = await api.SendWithKeyAsync("Alice", "Hello", "the key");
        string detail = await response.DetailAsync(504);
        server.Disk.Mend();

        Assert.EndsWith("Whether it was sent is not known: sending it again with 'Idempotency-Key: the key' tells.", detail);
        await api.SendAgainAsync("Alice", "Hello", "the key");
        await api.SendAsync("Alice", "after");
        Assert.AreSequenceEqual(["Hello", "after"], (await api.CollectAsync(2)).Select(message => message.Text));
    }

    private static string Text(int number) => $"{number} ".PadRight(4000, 'x');

    private static async Task SayManyAsync(GrpcChat chat)
    {
        for (int i = 0; i < Many; i++)
        {
            await chat.SendAsync("Alice", Text(i));
        }
    }
}
