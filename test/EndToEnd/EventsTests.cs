using System.Text.Json;
using Messenger.EndToEnd.Fixtures;
using Messenger.EndToEnd.Fixtures.OpenApi;

namespace Messenger.EndToEnd;

/// <summary><c>GET /api/events</c>: what a page hears by its one connection.</summary>
[TestClass]
public sealed class EventsTests
{
    [TestMethod]
    public async Task Events_OfARoom_AreItsMessagesAndTheActivityOfAllRooms()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        string room = await rooms.CreateAsync("Комната");
        await rooms.SayAsync(room, "before");

        await using EventConnection events = await EventConnection.OpenAsync(chat.Apis[0].Http, $"?room={room}");
        Assert.AreEqual("text/event-stream", events.Response.Content.Headers.ContentType?.ToString());
        Assert.AreEqual("no-store", events.Response.Headers.CacheControl?.ToString());
        Assert.AreEqual("no", string.Join(' ', events.Response.Headers.GetValues("X-Accel-Buffering")));
        JsonElement shared = await events.NextAsync("activity");
        JsonElement own = await events.NextAsync("activity");
        Messenger.Contracts.Rooms.Message said = await rooms.SayAsync(room, "Hello 🦊");
        JsonElement message = await events.NextAsync("message");
        string id = events.LastId;
        await rooms.SayAsync("shared", "elsewhere");

        Assert.AreEqual("""{"room":{"id":"shared","name":"Shared chat"},"newestSequence":0}""", shared.GetRawText());
        Assert.AreEqual($$$"""{"room":{"id":"{{{room}}}","name":"Комната"},"newestSequence":1}""", own.GetRawText());
        Assert.AreEqual("id sequence author text sendTime", string.Join(' ', message.EnumerateObject().Select(field => field.Name)));
        Assert.AreEqual(said.Id, message.GetProperty("id").GetString());
        Assert.AreEqual(2, message.GetProperty("sequence").GetInt64());
        Assert.AreEqual("Alice", message.GetProperty("author").GetString());
        Assert.AreEqual("Hello 🦊", message.GetProperty("text").GetString());
        Assert.MatchesRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$", message.GetProperty("sendTime").GetString());
        Assert.MatchesRegex($"^{room}/2@[0-9a-f-]{{36}}$", id);
        await UntilActiveAsync(events, "shared", 1);
        await CheckAsync(chat.Apis[0], "ActivityEvent", own);
        await CheckAsync(chat.Apis[0], "Message", message);
    }

    [TestMethod]
    public async Task Events_OfNoRoom_AreTheActivityOfAllAndOfNewOnes()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        await using EventConnection events = await EventConnection.OpenAsync(chat.Apis[0].Http);
        await UntilActiveAsync(events, "shared", 0);

        string room = await rooms.CreateAsync("new");
        await UntilActiveAsync(events, room, 0);
        await rooms.SayAsync(room, "Hello");
        await UntilActiveAsync(events, room, 1);
    }

    [TestMethod]
    public async Task Events_AfterASequence_BeginThere()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        ChatApi api = chat.Apis[0];
        foreach (string text in "1 2 3".Split(' '))
        {
            await api.SendAsync("Alice", text);
        }

        await using EventConnection all = await EventConnection.OpenAsync(api.Http, "?room=shared&after=0");
        await using EventConnection some = await EventConnection.OpenAsync(api.Http, "?room=shared&after=2");
        await api.SendAsync("Alice", "4");

        CollectionAssert.AreEqual("1 2 3 4".Split(' '), await all.TextsAsync(4));
        CollectionAssert.AreEqual("3 4".Split(' '), await some.TextsAsync(2));
    }

    [TestMethod]
    public async Task Events_AfterAnId_GoOnThere()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        ChatApi api = chat.Apis[0];
        EventConnection first = await EventConnection.OpenAsync(api.Http, "?room=shared");
        await UntilActiveAsync(first, "shared", 0);
        string nothingHeard = first.LastId;
        await api.SendAsync("Alice", "1");
        await first.TextsAsync(1);
        await first.DisposeAsync();
        await api.SendAsync("Alice", "2");

        await using EventConnection second = await EventConnection.OpenAsync(api.Http, "?room=shared&after=0", first.LastId);
        await using EventConnection third = await EventConnection.OpenAsync(api.Http, "?room=shared", nothingHeard);

        Assert.AreEqual("2", (await second.TextsAsync(1)).Single());
        CollectionAssert.AreEqual("1 2".Split(' '), await third.TextsAsync(2));
    }

    [TestMethod]
    [DataRow("?room=", 400)]
    [DataRow("?after=3", 400)]
    [DataRow("?room=shared&after=three", 400)]
    [DataRow("?room=no-such-room", 404)]
    public async Task Events_OfWhatThereIsNot_AreAProblem(string query, int status)
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        using HttpResponseMessage response = await EventConnection.AskAsync(chat.Apis[0].Http, query);

        await response.DetailAsync(status);
    }

    [TestMethod]
    public async Task Events_AfterAnIdThatIsNone_AreABadRequest()
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        using HttpResponseMessage response = await EventConnection.AskAsync(chat.Apis[0].Http, "?room=shared", "no id");

        Assert.AreEqual("'Last-Event-ID' must be the id of an event: room/sequence@journal.", await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Events_WithAnotherMethod_AreNotAllowed()
    {
        await using RunningChat chat = await RunningChat.StartAsync();

        using HttpResponseMessage response = await chat.Apis[0].PostAsync("api/events");

        await response.DetailAsync(405);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("?room=shared")]
    public async Task Events_WithoutAServer_AreUnavailable(string query)
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(client);

        using HttpResponseMessage response = await EventConnection.AskAsync(api.Http, query);

        Assert.AreEqual($"There is no connection to the server at localhost:{port}.", await response.DetailAsync(503));
        Assert.AreEqual(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [TestMethod]
    public async Task Events_WhileTheServerIsStarting_WaitForIt()
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(client);
        await using var reader = new EventReader(client.Port, "?room=shared&after=0");

        await using HostProcess server = await HostProcess.StartServerAsync(port);
        await api.SendAgainAsync("Alice", "1", "1");

        await reader.UntilHeardAsync("1");
    }

    [TestMethod]
    public async Task Events_WhoseLastReaderLeaves_EndTheirStreamsFromTheServer()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var rooms = new RoomChat(chat.Server);
        string room = await rooms.CreateAsync();
        EventConnection first = await EventConnection.OpenAsync(chat.Apis[0].Http, $"?room={room}");
        EventConnection second = await EventConnection.OpenAsync(chat.Apis[0].Http, $"?room={room}");
        await rooms.SayAsync(room, "1");
        await first.TextsAsync(1);
        await second.TextsAsync(1);
        Assert.HasCount(1, chat.Server.LinesWith($"of room {room}, opens."));

        await first.DisposeAsync();
        await rooms.SayAsync(room, "2");
        await second.TextsAsync(1);
        Assert.IsEmpty(chat.Server.LinesWith($"of room {room}, ends"));
        await second.DisposeAsync();

        await chat.Server.UntilLoggedAsync($"of room {room}, ends after 2 messages: the client left.");
    }

    [TestMethod]
    public async Task Events_WhenTheClientStops_EndWell()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        await using EventConnection events = await EventConnection.OpenAsync(chat.Apis[0].Http, "?room=shared");
        await chat.Apis[0].SendAsync("Alice", "1");
        await events.TextsAsync(1);

        await chat.Clients[0].StopsWellAsync();

        while (await events.TryNextAsync().Within() is not null)
        {
            // The end, and no exception, is what a cut would be.
        }
    }

    [TestMethod]
    public async Task Events_OfAServerWithAnotherJournal_AreReset()
    {
        int port = FreePort.Find();
        HostProcess server = await HostProcess.StartServerAsync(port, ("MESSENGER_DATA", "memory"));
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new ChatApi(client);
        await using EventConnection events = await EventConnection.OpenAsync(api.Http, "?room=shared");
        await api.SendAgainAsync("Alice", "before", "before");
        await events.TextsAsync(1);
        string before = events.LastId;

        await server.DisposeAsync();
        await using HostProcess next = await HostProcess.StartServerAsync(port, ("MESSENGER_DATA", "memory"));

        // Of the room and of the list of rooms, in whatever order.
        JsonElement[] resets = [await events.NextAsync("reset"), await events.NextAsync("reset")];
        CollectionAssert.AreEquivalent(
            new[] { """{"room":"shared"}""", """{"room":null}""" }, resets.Select(reset => reset.GetRawText()).ToArray());
        await CheckAsync(api, "ResetEvent", resets);
        await api.SendAgainAsync("Alice", "after", "after");
        Assert.AreEqual("after", (await events.TextsAsync(1)).Single());
        await using EventConnection stale = await EventConnection.OpenAsync(api.Http, "?room=shared", before);
        Assert.AreEqual("""{"room":"shared"}""", (await stale.NextAsync("reset")).GetRawText());
        string journal = before[(before.LastIndexOf('@') + 1)..];
        await using EventConnection staler = await EventConnection.OpenAsync(api.Http, $"?room=shared&after=1&journal={journal}");
        Assert.AreEqual("""{"room":"shared"}""", (await staler.NextAsync("reset")).GetRawText());
    }

    // The API's document says what the data of events is, but not in a way that every answer could be held against.
    private static async Task CheckAsync(ChatApi api, string schema, params JsonElement[] data)
    {
        using JsonDocument document = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri("openapi.json", UriKind.Relative)).Within());
        JsonElement expected = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema);
        foreach (JsonElement one in data)
        {
            new JsonSchema(document.RootElement).Check(one, expected);
        }
    }

    private static async Task UntilActiveAsync(EventConnection events, string room, long newest)
    {
        while (true)
        {
            JsonElement activity = await events.NextAsync("activity");
            if (activity.GetProperty("room").GetProperty("id").GetString() == room
                && activity.GetProperty("newestSequence").GetInt64() == newest)
            {
                return;
            }
        }
    }
}
