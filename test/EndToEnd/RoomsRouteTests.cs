using System.Net;
using System.Text.Json;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary><c>/api/rooms</c>.</summary>
[TestClass]
public sealed class RoomsRouteTests
{
    private static HostProcess _server = null!;
    private static HostProcess _client = null!;
    private static RoomsApi _api = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _client = await HostProcess.StartClientAsync(_server.Port);
        _api = new RoomsApi(_client);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        _api.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task List_OfRooms_HasTheSharedChatFirstAndTheOthersInOrder()
    {
        string first = await _api.CreateAsync("Общий чат");
        string second = await _api.CreateAsync("🦊 \"и\" \\ <b>&");

        JsonElement list = await _api.GetAsync("/api/rooms");

        Assert.AreEqual("rooms", string.Join(' ', list.EnumerateObject().Select(field => field.Name)));
        (string? Id, string? Name)[] rooms =
        [
            .. list.GetProperty("rooms").EnumerateArray()
                .Select(room => (room.GetProperty("id").GetString(), room.GetProperty("name").GetString())),
        ];
        Assert.AreEqual("shared", rooms[0].Id);
        Assert.AreSequenceEqual(
            [(first, "Общий чат"), (second, "🦊 \"и\" \\ <b>&")], rooms.Where(room => room.Id == first || room.Id == second));
    }

    [TestMethod]
    public async Task List_WithNamesOfAllScripts_HasThemUnescaped()
    {
        await _api.CreateAsync("Лиса 🦊");

        using HttpResponseMessage response = await _api.AskAsync("GET", "/api/rooms");

        Assert.Contains("\"name\":\"Лиса 🦊\"", await response.Content.ReadAsStringAsync().Within());
    }

    [TestMethod]
    public async Task List_ThatIsKnown_IsNotSentAgainUntilItChanges()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        using HttpResponseMessage first = await api.AskAsync("GET", "/api/rooms");
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage known = await api.AskAsync("GET", "/api/rooms", null, ("If-None-Match", $"\"other\", W/{tag}"));
        await api.CreateAsync();
        using HttpResponseMessage changed = await api.AskAsync("GET", "/api/rooms", null, ("If-None-Match", tag));

        Assert.AreEqual("no-cache, private", first.Headers.CacheControl?.ToString());
        Assert.AreEqual(HttpStatusCode.NotModified, known.StatusCode);
        Assert.AreEqual(tag, known.Headers.ETag?.ToString());
        Assert.AreEqual("", await known.Content.ReadAsStringAsync().Within());
        Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode);
        Assert.AreNotEqual(tag, changed.Headers.ETag?.ToString());
    }

    [TestMethod]
    public async Task List_ForHead_HasHeadersOnly()
    {
        using HttpResponseMessage response = await _api.AskAsync("HEAD", "/api/rooms");

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.IsGreaterThan(0, response.Content.Headers.ContentLength!.Value);
        Assert.AreEqual("", await response.Content.ReadAsStringAsync().Within());
    }

    [TestMethod]
    public async Task Create_OfARoom_AnswersItAndWhereItsMessagesAre()
    {
        using HttpResponseMessage response = await _api.AskAsync("POST", "/api/rooms", """{"name":"  Лиса "}""");

        JsonElement room = await RoomsApi.JsonOfAsync(response, HttpStatusCode.Created);
        Assert.AreEqual("id name", string.Join(' ', room.EnumerateObject().Select(field => field.Name)));
        Assert.AreEqual("Лиса", room.GetProperty("name").GetString());
        Assert.AreEqual($"/api/rooms/{room.GetProperty("id").GetString()}/messages", response.Headers.Location?.ToString());
        using HttpResponseMessage messages = await _api.AskAsync("GET", response.Headers.Location!.ToString());
        await RoomsApi.JsonOfAsync(messages, HttpStatusCode.OK);
    }

    [TestMethod]
    [DataRow("", "The body is empty: it must be a JSON object with the field 'name'.")]
    [DataRow("name=room", "The body is not JSON: see line 1, byte 2.")]
    [DataRow("[]", "The body must be a JSON object with the field 'name'.")]
    [DataRow("{}", "The field 'name' is missing.")]
    [DataRow("""{"name":5}""", "The field 'name' must be a string.")]
    [DataRow("""{"name":"\n\t "}""", "The field 'name' is blank.")]
    public async Task Create_OfAWrongBody_IsABadRequestThatSaysWhatToChange(string body, string detail)
    {
        using HttpResponseMessage response = await _api.AskAsync("POST", "/api/rooms", body);

        Assert.AreEqual(detail, await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Create_OfANameThatIsTooLong_IsABadRequestThatNamesTheLimit()
    {
        using HttpResponseMessage response =
            await _api.AskAsync("POST", "/api/rooms", JsonSerializer.Serialize(new { name = new string('n', 201) }));

        Assert.AreEqual("'name' has 201 bytes: 1 to 200 bytes of UTF-8 are allowed.", await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Create_OfABodyThatIsTooLarge_IsAnswered413()
    {
        string body = JsonSerializer.Serialize(new { name = new string('n', 1 << 20) });

        using HttpResponseMessage response = await _api.AskAsync("POST", "/api/rooms", body, ("Expect", "100-continue"));

        Assert.Contains("too large", await response.DetailAsync(413));
    }

    [TestMethod]
    public async Task Create_OfMoreRoomsThanTheServerAllows_IsAnswered429()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, ("MESSENGER_ROOMS", "1"));
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        await api.CreateAsync();

        using HttpResponseMessage response = await api.AskAsync("POST", "/api/rooms", """{"name":"one too many"}""");

        Assert.Contains("1 rooms", await response.DetailAsync(429));
    }

    [TestMethod]
    [DataRow("PUT")]
    [DataRow("DELETE")]
    public async Task Request_WithAnotherMethod_IsAnswered405WithAllow(string method)
    {
        using HttpResponseMessage response = await _api.AskAsync(method, "/api/rooms");

        Assert.AreEqual($"/api/rooms takes GET, HEAD, POST, not {method}.", await response.DetailAsync(405));
    }
}
