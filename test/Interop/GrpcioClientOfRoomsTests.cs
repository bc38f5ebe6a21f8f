using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Messenger.Interop;

/// <summary>Python's grpcio calls the rooms of our server.</summary>
[TestClass]
public sealed partial class GrpcioClientOfRoomsTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static HostProcess _server = null!;
    private static GrpcioRoomsClient _client = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        await Python.RequireAsync();
        _server = await HostProcess.StartServerAsync();
        _client = await GrpcioRoomsClient.StartAsync(_server.Port);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task AllCalls_OfAScene_SeeOneHistory()
    {
        string room = await _client.CreateAsync("  Общий чат ");
        Answer list = await _client.CallAsync("ListRooms", new { });
        await _client.JoinAsync("Боб", new { room_id = room, author_id = "Боб" });
        await _client.TalkAsync("scene");
        await _client.SayAsync("scene", Saying(room, "Привет от Алисы 🦊", "Алиса"), Saying(room, "Привет, Алиса", "Боб"));
        await _client.CompleteAsync("scene");

        RoomSaid[] answered = await _client.ReadAsync("scene", 2);
        RoomSaid[] heard = await _client.ReadAsync("Боб", 2);
        RoomSaid[] history = RoomSaid.HistoryOf(await _client.CallAsync("GetHistory", new { room_id = room }));

        JsonElement listed = list.Message!.Value.GetProperty("rooms").EnumerateArray().Last();
        Assert.AreEqual((room, "Общий чат"), (listed.GetProperty("id").GetString(), listed.GetProperty("name").GetString()));
        CollectionAssert.AreEqual(answered, heard);
        CollectionAssert.AreEqual(answered, history);
        RoomSaid first = history[0];
        Assert.AreEqual(
            ($"{room}/1", room, "Алиса", "Привет от Алисы 🦊", "1"), (first.Id, first.RoomId, first.AuthorId, first.Content, first.Sequence));
        StringAssert.Matches(first.SendTime, NineDigits());
        DateTimeOffset sendTime = DateTimeOffset.Parse(first.SendTime[..19] + "Z", CultureInfo.InvariantCulture);
        Assert.AreEqual(first.Timestamp, $"{sendTime.ToUnixTimeSeconds()}");
        Answer end = await _client.ReadEndAsync("scene");
        Assert.AreEqual(("OK", ""), (end.Code, end.Details));
        await _client.CancelAsync("Боб");
    }

    [TestMethod]
    public async Task ListRooms_WithTheSharedChat_HasItFirst()
    {
        Answer list = await _client.CallAsync("ListRooms", new { include_shared = true });

        Assert.AreEqual("shared", list.Message!.Value.GetProperty("rooms")[0].GetProperty("id").GetString());
    }

    [TestMethod]
    public async Task JoinRoom_AfterASequence_LeavesOutWhatIsKnown()
    {
        string room = await _client.CreateAsync();
        await SayAllAsync(room, 10);

        await _client.JoinAsync("after", new { room_id = room, author_id = "Bob", after_sequence = 7 });

        Assert.AreSequenceEqual(["8", "9", "10"], (await _client.ReadAsync("after", 3)).Select(said => said.Sequence));
        await _client.CancelAsync("after");
        Assert.AreEqual("CANCELLED", (await _client.ReadEndAsync("after")).Code);
    }

    [TestMethod]
    public async Task WatchRooms_OfAServer_TellsAllRoomsThenWhereSomethingIsSaid()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioRoomsClient client = await GrpcioRoomsClient.StartAsync(server.Port);
        string room = await client.CreateAsync("Комната");

        string[][] headers = await client.WatchAsync("watch");
        JsonElement present = await client.ReadWatchAsync("watch");
        await client.TalkAsync("talk");
        await client.SayAsync("talk", Saying(room, "Anybody here?"));
        JsonElement said = await client.ReadWatchAsync("watch");
        string made = await client.CreateAsync("made");
        JsonElement ofMade = await client.ReadWatchAsync("watch");

        Assert.IsTrue(headers.Any(header => header[0] == "messenger-journal" && Guid.TryParseExact(header[1], "D", out _)));
        Assert.AreEqual($$$"""
            {"rooms":[{"room":{"id":"shared","name":"Shared chat"}},{"room":{"id":"{{{room}}}","name":"Комната"}}]}
            """, Compact(present));
        Assert.AreEqual($$$"""
            {"rooms":[{"room":{"id":"{{{room}}}","name":"Комната"},"newest_sequence":"1"}]}
            """, Compact(said));
        Assert.AreEqual($$$"""
            {"rooms":[{"room":{"id":"{{{made}}}","name":"made"}}]}
            """, Compact(ofMade));
        await client.CancelAsync("watch");
        Assert.AreEqual("CANCELLED", (await client.ReadEndAsync("watch")).Code);
    }

    [TestMethod]
    public async Task GetHistory_AfterASequence_GoesOnFromThere()
    {
        string room = await _client.CreateAsync();
        await SayAllAsync(room, 10);

        Answer page = await _client.CallAsync("GetHistory", new { room_id = room, after_sequence = 3, limit = 2 });
        Answer wrong = await _client.CallAsync("GetHistory", new { room_id = room, after_sequence = 11 });

        Assert.AreSequenceEqual(["4", "5"], RoomSaid.HistoryOf(page).Select(said => said.Sequence));
        Assert.IsTrue(page.Message!.Value.GetProperty("has_more").GetBoolean());
        Assert.AreEqual("OUT_OF_RANGE", wrong.Code);
    }

    [TestMethod]
    public async Task SendMessage_WithManyInFlight_IsAnsweredInOrder()
    {
        const int Count = 1_000;
        string room = await _client.CreateAsync();

        RoomSaid[] answers = await SayAllAsync(room, Count);

        Assert.AreSequenceEqual(Enumerable.Range(1, Count).Select(i => $"{i}"), answers.Select(said => said.Content));
        Assert.AreSequenceEqual(Enumerable.Range(1, Count).Select(i => $"{i}"), answers.Select(said => said.Sequence));
        CollectionAssert.AreEqual(answers, RoomSaid.HistoryOf(await _client.CallAsync("GetHistory", new { room_id = room })));
    }

    [TestMethod]
    public async Task SendMessage_WithAWrongRequest_AnswersThoseBeforeAndEndsWithTheReason()
    {
        string room = await _client.CreateAsync();
        await _client.TalkAsync("wrong");

        await _client.SayAsync(
            "wrong", Saying(room, "one"), Saying(room, "two"), Saying(room, "three", author: " "), Saying(room, "four"));

        RoomSaid[] answers = await _client.ReadAsync("wrong", 2);
        Answer end = await _client.ReadEndAsync("wrong");
        Assert.AreEqual(
            ("INVALID_ARGUMENT", "'author_id' is blank: 1 to 256 bytes of UTF-8 are allowed."), (end.Code, end.Details));
        CollectionAssert.AreEqual(answers, RoomSaid.HistoryOf(await _client.CallAsync("GetHistory", new { room_id = room })));
    }

    [TestMethod]
    public async Task SendMessage_WithBytesThatAreNoUtf8_AnswersThoseBeforeAndNamesTheField()
    {
        string room = await _client.CreateAsync();
        await _client.TalkAsync("bytes");
        await _client.SayAsync("bytes", Saying(room, "one"));

        await _client.SayBytesAsync("bytes", [0x0A, 36, .. Encoding.ASCII.GetBytes(room), 0x12, 1, (byte)'A', 0x1A, 2, 0xC3, 0x28]);

        Assert.AreEqual("one", (await _client.ReadAsync("bytes", 1)).Single().Content);
        Answer end = await _client.ReadEndAsync("bytes");
        Assert.AreEqual(("INVALID_ARGUMENT", "'content' is not valid UTF-8."), (end.Code, end.Details));
    }

    [TestMethod]
    public async Task EveryCall_OfAnUnknownRoom_IsNotFound()
    {
        await _client.JoinAsync("nobody", new { room_id = "nowhere", author_id = "Bob" });
        await _client.TalkAsync("to nobody");
        await _client.SayAsync("to nobody", Saying("nowhere", "Anybody here?"));

        Answer[] ends =
        [
            await _client.CallAsync("GetHistory", new { room_id = "nowhere" }),
            await _client.ReadEndAsync("nobody"),
            await _client.ReadEndAsync("to nobody"),
        ];

        foreach (Answer end in ends)
        {
            Assert.AreEqual(("NOT_FOUND", "There is no room 'nowhere'."), (end.Code, end.Details));
        }
    }

    [TestMethod]
    public async Task CreateRoom_WithABlankName_IsInvalid()
    {
        Answer answer = await _client.CallAsync("CreateRoom", new { name = " \n" });

        Assert.AreEqual(("INVALID_ARGUMENT", "'name' is blank: 1 to 200 bytes of UTF-8 are allowed."), (answer.Code, answer.Details));
    }

    // grpcio takes replies of up to 4 MiB unless it is told otherwise.
    [TestMethod]
    public async Task GetHistory_OfMoreThanFourMebibytes_FitsWhatAClientTakes()
    {
        const int Count = 100;
        string room = await _client.CreateAsync();
        await SayAllAsync(room, Count, new string('x', 60_000));

        Answer newest = await _client.CallAsync("GetHistory", new { room_id = room });
        RoomSaid[] messages = RoomSaid.HistoryOf(newest);
        Answer rest = await _client.CallAsync("GetHistory", new { room_id = room, before_sequence = messages[0].Sequence });

        Assert.IsTrue(newest.Message!.Value.GetProperty("has_more").GetBoolean());
        Assert.IsFalse(rest.Message!.Value.TryGetProperty("has_more", out _));
        Assert.AreSequenceEqual(
            Enumerable.Range(1, Count).Select(i => $"{i}"), RoomSaid.HistoryOf(rest).Concat(messages).Select(said => said.Sequence));
    }

    [TestMethod]
    public async Task ServerStop_WithIdleStreams_EndsThemWithUnavailable()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using GrpcioRoomsClient client = await GrpcioRoomsClient.StartAsync(server.Port);
        string room = await client.CreateAsync();
        await client.JoinAsync("member", new { room_id = room, author_id = "Bob" });
        await client.TalkAsync("talk");
        await client.SayAsync("talk", Saying(room, "Good night"));
        await client.ReadAsync("talk", 1);

        server.Terminate();

        Assert.AreEqual("Good night", (await client.ReadAsync("member", 1)).Single().Content);
        foreach (string stream in new[] { "member", "talk" })
        {
            Answer end = await client.ReadEndAsync(stream);
            Assert.AreEqual(("UNAVAILABLE", "The server is stopping."), (end.Code, end.Details));
        }

        Assert.AreEqual(0, await server.ExitCodeAsync());
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json, Plain);

    private static object Saying(string room, string content, string author = "Alice") => new { room_id = room, author_id = author, content };

    // Says "1", "2", …, each with a padding, and returns the answers.
    private static async Task<RoomSaid[]> SayAllAsync(string room, int count, string padding = "")
    {
        await _client.TalkAsync(room);
        await _client.SayAsync(room, [.. Enumerable.Range(1, count).Select(i => Saying(room, $"{i}{padding}"))]);
        await _client.CompleteAsync(room);
        RoomSaid[] answers = await _client.ReadAsync(room, count);
        Assert.AreEqual("OK", (await _client.ReadEndAsync(room)).Code);
        return answers;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex NineDigits();
}
