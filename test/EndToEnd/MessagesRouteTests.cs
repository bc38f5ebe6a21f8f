using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary><c>/api/rooms/{id}/messages</c>.</summary>
[TestClass]
public sealed partial class MessagesRouteTests
{
    private static HostProcess _server = null!;
    private static HostProcess _client = null!;
    private static RoomsApi _api = null!;
    private static RoomChat _chat = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _client = await HostProcess.StartClientAsync(_server.Port);
        _api = new RoomsApi(_client);
        _chat = new RoomChat(_server);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _chat.Dispose();
        _api.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task Page_OfARoom_HasItsMessagesAsTheyWereAnswered()
    {
        string room = await _api.CreateAsync();
        JsonElement first = await _api.SayAsync(room, "Привет 🦊 \"и\" \\ <b>&\n", "Алиса");
        JsonElement second = await _api.SayAsync(room, "Hello", "Bob");

        using HttpResponseMessage response = await _api.AskAsync("GET", $"/api/rooms/{room}/messages");

        JsonElement page = await RoomsApi.JsonOfAsync(response, HttpStatusCode.OK);
        Assert.AreEqual("messages hasMore", string.Join(' ', page.EnumerateObject().Select(field => field.Name)));
        Assert.AreEqual($"[{first.GetRawText()},{second.GetRawText()}]", page.GetProperty("messages").GetRawText());
        Assert.AreEqual("id sequence author text sendTime", string.Join(' ', first.EnumerateObject().Select(field => field.Name)));
        Assert.StartsWith(
            $$"""{"id":"{{room}}/1","sequence":1,"author":"Алиса","text":"Привет 🦊 \"и\" \\ <b>&\n","sendTime":"20""",
            first.GetRawText());
        Assert.MatchesRegex(NineDigits(), first.GetProperty("sendTime").GetString());
        Assert.IsTrue(Guid.TryParse(response.Headers.GetValues("Messenger-Journal").Single(), out Guid _));
    }

    [TestMethod]
    [DataRow("", "1 2 3 4 5", false)]
    [DataRow("?limit=2", "4 5", true)]
    [DataRow("?limit=500", "1 2 3 4 5", false)]
    [DataRow("?before=5&limit=2", "3 4", true)]
    [DataRow("?before=3&limit=2", "1 2", false)]
    [DataRow("?before=1", "", false)]
    [DataRow("?before=9223372036854775807&limit=1", "5", true)]
    [DataRow("?after=0", "1 2 3 4 5", false)]
    [DataRow("?after=0&limit=1", "1", true)]
    [DataRow("?after=0&limit=2", "1 2", true)]
    [DataRow("?after=0&limit=5", "1 2 3 4 5", false)]
    [DataRow("?after=2&limit=2", "3 4", true)]
    [DataRow("?after=3&limit=2", "4 5", false)]
    [DataRow("?after=5", "", false)]
    [DataRow("?limit=2&what=ever", "4 5", true)]
    public async Task Page_BeforeOrAfterAMessage_HasWhatStandsThere(string query, string texts, bool hasMore)
    {
        string room = await _chat.CreateAsync();
        for (int i = 1; i <= 5; i++)
        {
            await _chat.SayAsync(room, $"{i}");
        }

        Assert.AreEqual((texts, hasMore), await _api.PageAsync(room, query));
    }

    [TestMethod]
    public async Task Page_WithoutALimit_HasAHundred()
    {
        string room = await _chat.CreateAsync();
        using Talk talk = _chat.Talk();
        for (int i = 1; i <= 101; i++)
        {
            await talk.SayAsync(room, $"{i}");
        }

        await talk.CompleteAsync();
        await talk.ReadToEndAsync();

        Assert.AreEqual((string.Join(' ', Enumerable.Range(2, 100)), true), await _api.PageAsync(room));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("?after=0")]
    [DataRow("?before=1")]
    public async Task Page_OfAnEmptyRoom_IsEmpty(string query)
    {
        Assert.AreEqual(("", false), await _api.PageAsync(await _api.CreateAsync(), query));
    }

    [TestMethod]
    [DataRow("?before=")]
    [DataRow("?before=0")]
    [DataRow("?before=-1")]
    [DataRow("?before=1.5")]
    [DataRow("?before=9223372036854775808")]
    [DataRow("?before=1&before=2")]
    [DataRow("?after=x")]
    [DataRow("?after=-1")]
    [DataRow("?limit=0")]
    [DataRow("?limit=501")]
    [DataRow("?limit=%D0%B6")]
    public async Task Page_OfAWrongQuery_IsABadRequestThatNamesTheParameter(string query)
    {
        using HttpResponseMessage response = await _api.AskAsync("GET", $"/api/rooms/shared/messages{query}");

        Assert.StartsWith($"'{query[1..query.IndexOf('=', StringComparison.Ordinal)]}' is ", await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Page_BeforeAndAfter_IsABadRequest()
    {
        using HttpResponseMessage response = await _api.AskAsync("GET", "/api/rooms/shared/messages?before=5&after=1");

        Assert.AreEqual("'before' and 'after' exclude each other.", await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Page_AfterAMessageThatIsNotThere_IsGone()
    {
        string room = await _api.CreateAsync();
        await _api.SayAsync(room, "Hello");

        using HttpResponseMessage response = await _api.AskAsync("GET", $"/api/rooms/{room}/messages?after=2");

        Assert.AreNotEqual("", await response.DetailAsync(410));
    }

    [TestMethod]
    [DataRow("?after=1")]
    [DataRow("?before=2")]
    [DataRow("?limit=1")]
    public async Task Page_OfAJournal_IsGoneWhereTheServerHasAnother(string query)
    {
        await _api.SayAsync("shared", "Hello");
        using HttpResponseMessage newest = await _api.AskAsync("GET", "/api/rooms/shared/messages");
        string journal = newest.Headers.GetValues("Messenger-Journal").Single();

        using HttpResponseMessage known = await _api.AskAsync("GET", $"/api/rooms/shared/messages{query}&journal={journal}");
        using HttpResponseMessage other = await _api.AskAsync("GET", $"/api/rooms/shared/messages{query}&journal=other");

        await RoomsApi.JsonOfAsync(known, HttpStatusCode.OK);
        Assert.AreEqual("There is no going on in the journal 'other': the server has another one.", await other.DetailAsync(410));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public async Task Page_AfterAMessageWhoseNextIsNoLongerKept_IsGone(int after)
    {
        await using HostProcess server =
            await HostProcess.StartServerAsync(0, ("MESSENGER_DATA", "memory"), ("MESSENGER_MEMORY_MESSAGES", "3"));
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        for (int i = 1; i <= 5; i++)
        {
            await api.SayAsync("shared", $"{i}");
        }

        using HttpResponseMessage response = await api.AskAsync("GET", $"/api/rooms/shared/messages?after={after}");

        Assert.Contains("no longer kept", await response.DetailAsync(410));
        Assert.AreEqual(("3 4 5", false), await api.PageAsync("shared", "?after=2"));
    }

    [TestMethod]
    public async Task Pages_ForwardsAndBackwards_HaveEverythingOnce()
    {
        const int Count = 57;
        string room = await _chat.CreateAsync();
        using Talk talk = _chat.Talk();
        for (int i = 1; i <= Count; i++)
        {
            await talk.SayAsync(room, $"{i}");
        }

        await talk.CompleteAsync();
        await talk.ReadToEndAsync();

        Assert.AreSequenceEqual(Enumerable.Range(1, Count), await ReadAllAsync(room, "after", 0));
        Assert.AreSequenceEqual(Enumerable.Range(1, Count), (await ReadAllAsync(room, "before", long.MaxValue)).Order());
    }

    [TestMethod]
    public async Task Page_ThatIsKnown_IsNotSentAgainUntilItChanges()
    {
        string room = await _api.CreateAsync();
        await _api.SayAsync(room, "Hello");
        string path = $"/api/rooms/{room}/messages";
        using HttpResponseMessage first = await _api.AskAsync("GET", path);
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage known = await _api.AskAsync("GET", path, null, ("If-None-Match", tag));
        await _api.SayAsync(room, "Hello");
        using HttpResponseMessage changed = await _api.AskAsync("GET", path, null, ("If-None-Match", tag));

        Assert.AreEqual(HttpStatusCode.NotModified, known.StatusCode);
        Assert.IsTrue(known.Headers.Contains("Messenger-Journal"));
        Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode);
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("POST")]
    public async Task Request_OfARoomThatDoesNotExist_IsAnswered404(string method)
    {
        string? body = method == "POST" ? ChatApi.Body("Alice", "Hello") : null;
        using HttpResponseMessage response = await _api.AskAsync(method, "/api/rooms/%D0%B6%20%3Cb%3E/messages", body);

        Assert.AreEqual("There is no room 'ж <b>'.", await response.DetailAsync(404));
    }

    [TestMethod]
    public async Task Say_InTheSharedChat_IsHeardInTheMailboxes()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var api = new RoomsApi(chat.Clients[0]);

        JsonElement said = await api.SayAsync("shared", "Hello");

        ChatMessage heard = (await chat.Apis[0].CollectAsync(1)).Single();
        Assert.AreEqual(new ChatMessage("Alice", "Hello", said.GetProperty("sendTime").GetString()!), heard);
    }

    [TestMethod]
    public async Task Say_WithAKeyThatCameBefore_IsThatMessageOrAConflict()
    {
        string room = await _api.CreateAsync();
        string other = await _api.CreateAsync();

        using HttpResponseMessage first = await _api.TrySayAsync(room, "Hello", "Alice", "a key");
        using HttpResponseMessage again = await _api.TrySayAsync(room, "Hello", "Alice", "a key");
        using HttpResponseMessage conflict = await _api.TrySayAsync(room, "Bye", "Alice", "a key");
        using HttpResponseMessage elsewhere = await _api.TrySayAsync(other, "Bye", "Alice", "a key");

        Assert.AreEqual(HttpStatusCode.Created, first.StatusCode);
        Assert.AreEqual(HttpStatusCode.Created, again.StatusCode);
        Assert.AreEqual(await first.Content.ReadAsStringAsync().Within(), await again.Content.ReadAsStringAsync().Within());
        Assert.Contains("'a key'", await conflict.DetailAsync(409));
        Assert.AreEqual(HttpStatusCode.Created, elsewhere.StatusCode);
        Assert.AreEqual(("Hello", false), await _api.PageAsync(room));
    }

    [TestMethod]
    public async Task Say_WithWhatIsNoKey_IsABadRequest()
    {
        using HttpResponseMessage response = await _api.TrySayAsync("shared", "Hello", "Alice", new string('k', 129));

        Assert.AreEqual(
            "The header 'Idempotency-Key' must be one of 1 to 128 printable characters of ASCII.", await response.DetailAsync(400));
    }

    [TestMethod]
    [DataRow("", "The body is empty: it must be a JSON object with the fields 'author' and 'text'.")]
    [DataRow("""{"author":"Alice"}""", "The field 'text' is missing.")]
    [DataRow("""{"author":"Alice","text":" "}""", "The field 'text' is blank.")]
    public async Task Say_OfAWrongBody_IsABadRequestThatSaysWhatToChange(string body, string detail)
    {
        using HttpResponseMessage response = await _api.AskAsync("POST", "/api/rooms/shared/messages", body);

        Assert.AreEqual(detail, await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Say_OfWhatIsTooLong_IsABadRequestThatNamesTheLimit()
    {
        using HttpResponseMessage response = await _api.TrySayAsync("shared", new string('t', 65_537));

        Assert.Contains("has 65537 bytes: 1 to 65536 bytes of UTF-8 are allowed.", await response.DetailAsync(400));
    }

    [TestMethod]
    [DataRow("DELETE", "/api/rooms/shared/messages", "GET, HEAD, POST")]
    public async Task Request_WithAnotherMethod_IsAnswered405WithAllow(string method, string path, string allowed)
    {
        using HttpResponseMessage response = await _api.AskAsync(method, path);

        Assert.AreEqual($"{path} takes {allowed}, not {method}.", await response.DetailAsync(405));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex NineDigits();

    // By pages of ten, from a place on, until there are no more.
    private static async Task<List<int>> ReadAllAsync(string room, string direction, long place)
    {
        List<int> sequences = [];
        bool hasMore = true;
        while (hasMore)
        {
            JsonElement page = await _api.GetAsync($"/api/rooms/{room}/messages?{direction}={place}&limit=10");
            int[] got = [.. page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("sequence").GetInt32())];
            Assert.IsNotEmpty(got);
            sequences.AddRange(got);
            place = direction == "after" ? got[^1] : got[0];
            hasMore = page.GetProperty("hasMore").GetBoolean();
        }

        return sequences;
    }
}
