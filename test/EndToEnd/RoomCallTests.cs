using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Creating and listing rooms, and reading them back.</summary>
[TestClass]
public sealed class RoomCallTests
{
    private const int LargestReply = 4 << 20;

    private static HostProcess _server = null!;
    private static RoomChat _chat = null!;

    public static IEnumerable<(JoinRoomRequest Request, StatusCode Code, string Detail)> WrongJoins =>
    [
        (new JoinRoomRequest(), StatusCode.InvalidArgument, "'author_id' is blank: 1 to 256 bytes of UTF-8 are allowed."),
        (new JoinRoomRequest { AuthorId = new string('a', 257) },
            StatusCode.InvalidArgument, "'author_id' has 257 bytes: 1 to 256 bytes of UTF-8 are allowed."),
        (new JoinRoomRequest { AuthorId = "Alice", AfterSequence = -1 },
            StatusCode.InvalidArgument, "'after_sequence' is -1: 0 or more is allowed."),
        (new JoinRoomRequest { AuthorId = "Alice", AfterSequence = 1 },
            StatusCode.OutOfRange, "There is no message 1 to go on after: the newest is 0."),
    ];

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _chat = new RoomChat(_server);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _chat.Dispose();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task ListRooms_OfAFreshServer_HasOnlyTheSharedChatAndOnlyOnDemand()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);

        Assert.IsEmpty(await chat.ListAsync());
        Assert.IsEmpty(await chat.ListAsync(new ListRoomsRequest { IncludeShared = false }));
        Assert.AreEqual("shared", (await chat.ListAsync(new ListRoomsRequest { IncludeShared = true })).Single().Id);
    }

    [TestMethod]
    public async Task ListRooms_AfterCreations_HasThemInTheirOrderAfterTheSharedChat()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        List<ChatRoom> created = [];
        for (int i = 0; i < 20; i++)
        {
            created.Add(await chat.CreateRoomAsync($"room {i % 3}"));
        }

        ChatRoom[] listed = await chat.ListAsync();
        ChatRoom[] withShared = await chat.ListAsync(new ListRoomsRequest { IncludeShared = true });

        CollectionAssert.AreEqual(created, listed);
        Assert.AreEqual("shared", withShared[0].Id);
        CollectionAssert.AreEqual(created, withShared[1..]);
        Assert.HasCount(20, created.Select(room => room.Id).Distinct());
    }

    [TestMethod]
    public async Task CreateRoom_WithSpaceAroundTheName_DropsItAndGivesAnId()
    {
        ChatRoom room = await _chat.CreateRoomAsync(" \tОбщий чат \n");

        Assert.AreEqual("Общий чат", room.Name);
        Assert.IsTrue(Guid.TryParseExact(room.Id, "D", out _), room.Id);
    }

    [TestMethod]
    [DataRow("", 1, "'name' is blank: 1 to 200 bytes of UTF-8 are allowed.")]
    [DataRow(" \n", 50, "'name' is blank: 1 to 200 bytes of UTF-8 are allowed.")]
    [DataRow("ж", 101, "'name' has 202 bytes: 1 to 200 bytes of UTF-8 are allowed.")]
    public async Task CreateRoom_WithAWrongName_IsAnInvalidArgument(string unit, int times, string detail)
    {
        Status status = await RoomChat.RefusalOf(_chat.CreateRoomAsync(string.Concat(Enumerable.Repeat(unit, times))));

        Assert.AreEqual(new Status(StatusCode.InvalidArgument, detail), status);
    }

    [TestMethod]
    public async Task CreateRoom_BeyondTheSettings_IsRefused()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_ROOMS", "2"), ("MESSENGER_NAME_BYTES", "3"));
        using var chat = new RoomChat(server);
        await chat.CreateAsync("one");
        Status tooLong = await RoomChat.RefusalOf(chat.CreateAsync("four"));
        await chat.CreateAsync("two");

        Status tooMany = await RoomChat.RefusalOf(chat.CreateAsync("3"));

        Assert.AreEqual(new Status(StatusCode.InvalidArgument, "'name' has 4 bytes: 1 to 3 bytes of UTF-8 are allowed."), tooLong);
        Assert.AreEqual(new Status(StatusCode.ResourceExhausted, "There are 2 rooms already, as many as are allowed."), tooMany);
        Assert.HasCount(2, await chat.ListAsync());
    }

    [TestMethod]
    [DataRow("", "There is no room ''.")]
    [DataRow("f7e2b1a0-8c3a-4f6a-9b7c-1234567890ab", "There is no room 'f7e2b1a0-8c3a-4f6a-9b7c-1234567890ab'.")]
    [DataRow("Shared", "There is no room 'Shared'.")]
    public async Task EveryCall_OfAnUnknownRoom_IsNotFound(string id, string detail)
    {
        using Talk talk = _chat.Talk();
        await talk.SayInVainAsync(id, "Anybody here?");
        using AsyncServerStreamingCall<JoinRoomResponse> join = _chat.Join(new JoinRoomRequest { RoomId = id, AuthorId = "Alice" });

        Status ofHistory = await RoomChat.RefusalOf(_chat.HistoryAsync(id));
        Status ofJoin = (await RoomChat.ReadToEndAsync(join)).End;
        Status ofTalk = (await talk.ReadToEndAsync()).End;

        var expected = new Status(StatusCode.NotFound, detail);
        Assert.AreEqual((expected, expected, expected), (ofHistory, ofJoin, ofTalk));
    }

    [TestMethod]
    [DynamicData(nameof(WrongJoins))]
    public async Task JoinRoom_WithAWrongField_EndsWithTheStatusThatSaysWhatToChange(
        JoinRoomRequest request, StatusCode code, string detail)
    {
        using AsyncServerStreamingCall<JoinRoomResponse> join = _chat.Join(
            new JoinRoomRequest(request) { RoomId = await _chat.CreateAsync() });

        (Message[] messages, Status end) = await RoomChat.ReadToEndAsync(join);

        Assert.IsEmpty(messages);
        Assert.AreEqual(new Status(code, detail), end);
    }

    [TestMethod]
    public async Task GetHistory_OfARoom_HasItsMessagesWithAllTheirFields()
    {
        string room = await _chat.CreateAsync();
        string other = await _chat.CreateAsync();
        Message said = await _chat.SayAsync(room, "Привет от Алисы 🦊", "Алиса");
        await _chat.SayAsync(other, "elsewhere");
        await _chat.SayAsync(room, "Hello", "Боб");

        Message[] history = await _chat.HistoryAsync(room);

        Assert.AreSequenceEqual(["Привет от Алисы 🦊", "Hello"], history.Select(message => message.Content));
        Message first = history[0];
        Assert.AreEqual(said, first);
        Assert.AreEqual(($"{room}/1", room, "Алиса", 1L), (first.Id, first.RoomId, first.AuthorId, first.Sequence));
        Assert.AreEqual(first.SendTime.Seconds, first.Timestamp);
        Assert.IsTrue(first.SendTime.CompareTo(history[1].SendTime) < 0);
        Assert.IsTrue(Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - first.Timestamp) < 3600);
    }

    [TestMethod]
    public async Task GetHistory_OfAnEmptyRoom_IsEmpty()
    {
        GetHistoryResponse history = await _chat.GetHistoryAsync(new GetHistoryRequest { RoomId = await _chat.CreateAsync() });

        Assert.IsEmpty(history.Messages);
        Assert.IsFalse(history.HasMore);
    }

    [TestMethod]
    [DataRow(-1L, null, "'before_sequence' is -1: 0 or more is allowed.")]
    [DataRow(null, -1, "'limit' is -1: 0 or more is allowed.")]
    [DataRow(null, int.MinValue, "'limit' is -2147483648: 0 or more is allowed.")]
    public async Task GetHistory_WithAWrongNumber_IsAnInvalidArgument(long? before, int? limit, string detail)
    {
        Status status = await RoomChat.RefusalOf(_chat.GetHistoryAsync(Request(await _chat.CreateAsync(), before, limit)));

        Assert.AreEqual(new Status(StatusCode.InvalidArgument, detail), status);
    }

    [TestMethod]
    [DataRow(-1L, StatusCode.InvalidArgument, "'after_sequence' is -1: 0 or more is allowed.")]
    [DataRow(3L, StatusCode.OutOfRange, "There is no message 3 to go on after: the newest is 2.")]
    [DataRow(long.MaxValue, StatusCode.OutOfRange, "There is no message 9223372036854775807 to go on after: the newest is 2.")]
    public async Task GetHistory_AfterWhatIsNoMessage_IsRefused(long after, StatusCode code, string detail)
    {
        string room = await _chat.CreateAsync();
        await SayAllAsync(room, 2);

        Status status = await RoomChat.RefusalOf(_chat.GetHistoryAsync(new GetHistoryRequest { RoomId = room, AfterSequence = after }));

        Assert.AreEqual(new Status(code, detail), status);
    }

    [TestMethod]
    public async Task GetHistory_AfterAMessageWhoseNextIsNoLongerKept_IsOutOfRange()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(
            0, ("MESSENGER_DATA", "memory"), ("MESSENGER_MEMORY_MESSAGES", "3"));
        using var chat = new RoomChat(server);
        for (int i = 1; i <= 5; i++)
        {
            await chat.SayAsync("shared", $"{i}");
        }

        Status status = await RoomChat.RefusalOf(chat.GetHistoryAsync(new GetHistoryRequest { RoomId = "shared", AfterSequence = 1 }));
        GetHistoryResponse kept = await chat.GetHistoryAsync(new GetHistoryRequest { RoomId = "shared", AfterSequence = 2 });

        Assert.AreEqual(new Status(StatusCode.OutOfRange, "Message 2 is no longer kept: the oldest is 3."), status);
        Assert.AreSequenceEqual(["3", "4", "5"], kept.Messages.Select(message => message.Content));
    }

    [TestMethod]
    [DataRow(1L, 0L, 0, 2, 10, false)]
    [DataRow(1L, 0L, 3, 2, 4, true)]
    [DataRow(7L, 0L, 3, 8, 10, false)]
    [DataRow(7L, 0L, 4, 8, 10, false)]
    [DataRow(10L, 0L, 4, 1, 0, false)]
    [DataRow(2L, 6L, 0, 3, 5, false)]
    [DataRow(2L, 6L, 2, 3, 4, true)]
    [DataRow(2L, 6L, 3, 3, 5, false)]
    [DataRow(2L, 3L, 3, 1, 0, false)]
    [DataRow(5L, 1L, 3, 1, 0, false)]
    [DataRow(8L, long.MaxValue, 3, 9, 10, false)]
    public async Task GetHistory_AfterAMessage_IsTheOldestBehindIt(long after, long before, int limit, int first, int last, bool hasMore)
    {
        string room = await _chat.CreateAsync();
        await SayAllAsync(room, 10);

        GetHistoryResponse history = await _chat.GetHistoryAsync(
            new GetHistoryRequest { RoomId = room, AfterSequence = after, BeforeSequence = before, Limit = limit });

        Assert.AreSequenceEqual(
            Enumerable.Range(first, last - first + 1).Select(i => $"{i}"), history.Messages.Select(message => message.Content));
        Assert.AreEqual(hasMore, history.HasMore);
    }

    [TestMethod]
    [DataRow(null, null, 1, 10, false)]
    [DataRow(null, 3, 8, 10, true)]
    [DataRow(null, 10, 1, 10, false)]
    [DataRow(8L, 3, 5, 7, true)]
    [DataRow(3L, 3, 1, 2, false)]
    [DataRow(long.MaxValue, 1, 10, 10, true)]
    [DataRow(1L, 5, 1, 0, false)]
    [DataRow(0L, 5, 6, 10, true)]
    [DataRow(0L, 0, 1, 10, false)]
    public async Task GetHistory_WithACursorAndALimit_IsTheNewestBeforeIt(long? before, int? limit, int first, int last, bool hasMore)
    {
        string room = await _chat.CreateAsync();
        await SayAllAsync(room, 10);

        GetHistoryResponse history = await _chat.GetHistoryAsync(Request(room, before, limit));

        Assert.AreSequenceEqual(
            Enumerable.Range(first, last - first + 1).Select(i => $"{i}"), history.Messages.Select(message => message.Content));
        Assert.AreEqual(hasMore, history.HasMore);
    }

    [TestMethod]
    public async Task GetHistory_OfMoreThanAReplyHolds_IsTheNewestThatFitsAndTheRestIsPagedBack()
    {
        const int Count = 200;
        string room = await _chat.CreateAsync();
        var random = new Random(Seed.Next());
        string[] contents = [.. Enumerable.Range(0, Count).Select(_ => new string('x', random.Next(1, 65_537)))];
        using Talk talk = _chat.Talk();
        for (int i = 0; i < Count; i++)
        {
            await talk.SayAsync(room, contents[i]);
            await talk.AnswerAsync();
        }

        List<GetHistoryResponse> replies = [];
        long? before = null;
        do
        {
            replies.Insert(0, await _chat.GetHistoryAsync(Request(room, before, null)));
            before = replies[0].Messages[0].Sequence;
        }
        while (replies[0].HasMore);

        CollectionAssert.AreEqual(
            contents, replies.SelectMany(reply => reply.Messages).Select(message => message.Content).ToArray());
        Assert.IsGreaterThan(1, replies.Count);
        foreach ((GetHistoryResponse older, GetHistoryResponse newer) in replies.Zip(replies.Skip(1)))
        {
            int size = newer.CalculateSize();
            Assert.IsLessThanOrEqualTo(LargestReply, size);
            newer.Messages.Insert(0, older.Messages[^1]);
            Assert.IsGreaterThan(LargestReply, newer.CalculateSize(), "One more would have fit.");
        }
    }

    [TestMethod]
    public async Task GetHistory_OfMoreThanAReplyHolds_IsPagedForwardsWithoutAGap()
    {
        const int Count = 200;
        string room = await _chat.CreateAsync();
        var random = new Random(Seed.Next());
        List<Message> said = [];
        using Talk talk = _chat.Talk();
        for (int i = 0; i < Count; i++)
        {
            await talk.SayAsync(room, new string('x', random.Next(1, 65_537)));
            said.Add(await talk.AnswerAsync());
        }

        List<GetHistoryResponse> replies = [];
        do
        {
            replies.Add(await _chat.GetHistoryAsync(
                new GetHistoryRequest { RoomId = room, AfterSequence = replies is [.., var last] ? last.Messages[^1].Sequence : 1 }));
        }
        while (replies[^1].HasMore);

        CollectionAssert.AreEqual(said[1..], replies.SelectMany(reply => reply.Messages).ToArray());
        Assert.IsGreaterThan(1, replies.Count);
        foreach ((GetHistoryResponse older, GetHistoryResponse newer) in replies.Zip(replies.Skip(1)))
        {
            Assert.IsLessThanOrEqualTo(LargestReply, older.CalculateSize());
            older.Messages.Add(newer.Messages[0]);
            Assert.IsGreaterThan(LargestReply, older.CalculateSize(), "One more would have fit.");
        }
    }

    // Says "1", "2" and so on.
    private static async Task SayAllAsync(string room, int count)
    {
        using Talk talk = _chat.Talk();
        for (int i = 1; i <= count; i++)
        {
            await talk.SayAsync(room, $"{i}");
        }

        await talk.CompleteAsync();
        await talk.ReadToEndAsync();
    }

    private static GetHistoryRequest Request(string room, long? before, int? limit)
    {
        var request = new GetHistoryRequest { RoomId = room };
        if (before is { } sequence)
        {
            request.BeforeSequence = sequence;
        }

        if (limit is { } count)
        {
            request.Limit = count;
        }

        return request;
    }
}
