using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Streams of SendMessage.</summary>
[TestClass]
public sealed class RoomTalkTests
{
    private static HostProcess _server = null!;
    private static RoomChat _chat = null!;

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
    public async Task Talk_WithManyInFlight_IsAnsweredInTheOrderOfItsRequests()
    {
        const int Count = 2_000;
        string room = await _chat.CreateAsync();
        using Talk talk = _chat.Talk();

        Task saying = SayAllAsync(talk, room, Count);
        (Message[] answers, Status end) = await talk.ReadToEndAsync();
        await saying;

        Assert.AreEqual(Status.OK, end);
        AssertAreNumbers(Count, answers);
        CollectionAssert.AreEqual(await _chat.HistoryAsync(room), answers);
    }

    [TestMethod]
    public async Task Talk_WhoseAnswersAreReadLate_GetsThemAll()
    {
        const int Count = 300;
        string padding = new(' ', 50_000);
        string room = await _chat.CreateAsync();
        using AsyncServerStreamingCall<JoinRoomResponse> listener = await _chat.JoinAsync(room);
        using Talk talk = _chat.Talk();

        // Far more than both streams' windows hold: the server stops reading, and goes on when its answers are read.
        Task saying = SayAllAsync(talk, room, Count, padding);
        await RoomChat.ReadAsync(listener, 20);
        (Message[] answers, Status end) = await talk.ReadToEndAsync();
        await saying;

        Assert.AreEqual(Status.OK, end);
        Assert.AreSequenceEqual(Enumerable.Range(1, Count).Select(i => (long)i), answers.Select(answer => answer.Sequence));
    }

    [TestMethod]
    public async Task Talk_InTurns_IsAnsweredBeforeItsNextRequest()
    {
        string room = await _chat.CreateAsync();
        using Talk talk = _chat.Talk();
        await talk.OpenedAsync();

        for (int i = 1; i <= 10; i++)
        {
            await talk.SayAsync(room, $"{i}");
            Message answer = await talk.AnswerAsync();
            Assert.AreEqual(($"{i}", (long)i), (answer.Content, answer.Sequence));
        }
    }

    [TestMethod]
    public async Task Talk_InSeveralRooms_IsInEachInItsOrder()
    {
        const int Each = 50;
        string[] rooms = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _chat.CreateAsync()));
        using Talk talk = _chat.Talk();

        Task saying = Task.Run(async () =>
        {
            for (int i = 1; i <= Each; i++)
            {
                foreach (string room in rooms)
                {
                    await talk.SayAsync(room, $"{i}");
                }
            }

            await talk.CompleteAsync();
        });
        (Message[] answers, Status end) = await talk.ReadToEndAsync();
        await saying.Within();

        Assert.AreEqual(Status.OK, end);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Each).SelectMany(_ => rooms).ToArray(), answers.Select(answer => answer.RoomId).ToArray());
        foreach (string room in rooms)
        {
            Message[] history = await _chat.HistoryAsync(room);
            AssertAreNumbers(Each, history);
            CollectionAssert.AreEqual(history, answers.Where(answer => answer.RoomId == room).ToArray());
        }
    }

    [TestMethod]
    public async Task Talk_WithNothingSaid_EndsWell()
    {
        using Talk talk = _chat.Talk();
        await talk.OpenedAsync();

        await talk.CompleteAsync();

        (Message[] answers, Status end) = await talk.ReadToEndAsync();
        Assert.IsEmpty(answers);
        Assert.AreEqual(Status.OK, end);
    }

    [TestMethod]
    [DataRow(true, 0, 1, StatusCode.InvalidArgument, "'author_id' is blank: 1 to 256 bytes of UTF-8 are allowed.")]
    [DataRow(true, 257, 1, StatusCode.InvalidArgument, "'author_id' has 257 bytes: 1 to 256 bytes of UTF-8 are allowed.")]
    [DataRow(true, 1, 0, StatusCode.InvalidArgument, "'content' is blank: 1 to 65536 bytes of UTF-8 are allowed.")]
    [DataRow(true, 1, 65_537, StatusCode.InvalidArgument, "'content' has 65537 bytes: 1 to 65536 bytes of UTF-8 are allowed.")]
    [DataRow(false, 1, 1, StatusCode.NotFound, "There is no room 'nowhere'.")]
    public async Task Talk_WithAWrongRequestInTheMiddle_EndsAfterTheAnswersOfThoseBeforeIt(
        bool isRoomKnown, int author, int content, StatusCode code, string detail)
    {
        const int Before = 50;
        string room = await _chat.CreateAsync();
        using Talk talk = _chat.Talk();
        for (int i = 1; i <= Before; i++)
        {
            await talk.SayAsync(room, $"{i}");
        }

        await talk.SayInVainAsync(isRoomKnown ? room : "nowhere", new string('c', content), new string('a', author));
        await talk.SayInVainAsync(room, "too late");
        (Message[] answers, Status end) = await talk.ReadToEndAsync();

        Assert.AreEqual(new Status(code, detail), end);
        AssertAreNumbers(Before, answers);
        CollectionAssert.AreEqual(answers, await _chat.HistoryAsync(room));
    }

    [TestMethod]
    public async Task Talk_WhoseClientGoesAway_LeavesWhatItSaidAndNothingElse()
    {
        const int Clients = 20;
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new RoomChat(server);
        string room = await chat.CreateAsync();
        List<Message> answered = [];
        for (int i = 0; i < Clients; i++)
        {
            using var client = new RoomChat(server);
            using Talk talk = client.Talk();
            await talk.SayAsync(room, $"{i}");
            answered.Add(await talk.AnswerAsync());

            // The last ones may or may not have reached the server.
            for (int more = 0; more < i; more++)
            {
                await talk.SayAsync(room, "more");
            }
        }

        Message[] history = await chat.HistoryAsync(room);

        Assert.AreSequenceEqual(Enumerable.Range(1, history.Length).Select(i => (long)i), history.Select(message => message.Sequence));
        CollectionAssert.AreEqual(answered, history.Where(message => message.Content != "more").ToArray());
        await server.StopsWellAsync();
    }

    private static Task SayAllAsync(Talk talk, string room, int count, string padding = "") => Task.Run(async () =>
    {
        for (int i = 1; i <= count; i++)
        {
            await talk.SayAsync(room, $"{i}{padding}");
        }

        await talk.CompleteAsync();
    });

    private static void AssertAreNumbers(int count, Message[] messages)
    {
        Assert.AreSequenceEqual(Enumerable.Range(1, count).Select(i => $"{i}"), messages.Select(message => message.Content));
        Assert.AreSequenceEqual(Enumerable.Range(1, count).Select(i => (long)i), messages.Select(message => message.Sequence));
    }
}
