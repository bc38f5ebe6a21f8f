using Messenger.Contracts.Rooms;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>What <c>/api</c> answers where the server refuses, is slow, is gone, or is none of ours.</summary>
[TestClass]
public sealed class UpstreamFailureTests
{
    private const string Room = """{"name":"room"}""";

    [TestMethod]
    [DataRow(StatusCode.Cancelled, 502, true)]
    [DataRow(StatusCode.Unknown, 502, true)]
    [DataRow(StatusCode.InvalidArgument, 400, false)]
    [DataRow(StatusCode.NotFound, 404, false)]
    [DataRow(StatusCode.AlreadyExists, 409, false)]
    [DataRow(StatusCode.PermissionDenied, 403, false)]
    [DataRow(StatusCode.ResourceExhausted, 429, false)]
    [DataRow(StatusCode.FailedPrecondition, 502, false)]
    [DataRow(StatusCode.Aborted, 502, true)]
    [DataRow(StatusCode.OutOfRange, 410, false)]
    [DataRow(StatusCode.Unimplemented, 502, false)]
    [DataRow(StatusCode.Internal, 502, true)]
    [DataRow(StatusCode.Unavailable, 503, true)]
    [DataRow(StatusCode.DataLoss, 502, true)]
    [DataRow(StatusCode.Unauthenticated, 401, false)]
    public async Task Request_ThatTheServerRefuses_IsAnsweredWithTheHttpStatusAndTheReason(
        StatusCode code, int expected, bool isOutcomeUnknown)
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Refusal = new Status(code, "Потому что.");

        using HttpResponseMessage list = await api.AskAsync("GET", "/api/rooms");
        using HttpResponseMessage page = await api.AskAsync("GET", "/api/rooms/shared/messages?after=7");
        using HttpResponseMessage created = await api.AskAsync("POST", "/api/rooms", Room);

        Assert.AreEqual("Потому что.", await list.DetailAsync(expected));
        Assert.AreEqual("Потому что.", await page.DetailAsync(expected));
        Assert.AreEqual(
            isOutcomeUnknown ? "Потому что. Whether the room was made is not known." : "Потому что.", await created.DetailAsync(expected));
    }

    [TestMethod]
    public async Task Request_OfAServerThatIsDown_IsAnswered503()
    {
        int port = FreePort.Find();
        await using HostProcess client = await HostProcess.StartClientAsync(port);
        using var api = new RoomsApi(client);

        using HttpResponseMessage list = await api.AskAsync("GET", "/api/rooms");
        using HttpResponseMessage page = await api.AskAsync("GET", "/api/rooms/shared/messages");
        using HttpResponseMessage created = await api.AskAsync("POST", "/api/rooms", Room);

        await page.DetailAsync(503);
        Assert.StartsWith($"There is no connection to the server at localhost:{port}. ", await list.DetailAsync(503));
        Assert.EndsWith(" The room was not made.", await created.DetailAsync(503));
    }

    [TestMethod]
    public async Task Request_OfAServerThatIsSlow_IsAnswered504()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, ("MESSENGER_SEND_SECONDS", "1"));
        using var api = new RoomsApi(client);
        server.IsSilent = true;

        using HttpResponseMessage list = await api.AskAsync("GET", "/api/rooms");
        using HttpResponseMessage page = await api.AskAsync("GET", "/api/rooms/shared/messages");
        using HttpResponseMessage created = await api.AskAsync("POST", "/api/rooms", Room);

        string late = $"The server at localhost:{server.Port} has not answered in time.";
        Assert.AreEqual(late, await list.DetailAsync(504));
        Assert.AreEqual(late, await page.DetailAsync(504));
        Assert.AreEqual($"{late} Whether the room was made is not known.", await created.DetailAsync(504));
    }

    [TestMethod]
    public async Task Create_WithAnAnswerWithoutARoom_IsAnswered502()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);

        using HttpResponseMessage created = await api.AskAsync("POST", "/api/rooms", Room);

        Assert.AreEqual("The server has answered without the room that it made.", await created.DetailAsync(502));
    }

    [TestMethod]
    public async Task Create_WithAnIdOfAnyText_LocatesItAsAPath()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Rooms.Add(new ChatRoom { Id = "ж ?#", Name = "room" });

        using HttpResponseMessage created = await api.AskAsync("POST", "/api/rooms", Room);

        Assert.AreEqual("/api/rooms/%D0%B6%20%3F%23/messages", created.Headers.GetValues("Location").Single());
    }

    [TestMethod]
    public async Task Page_OfAServerThatSaysOnlySeconds_HasItsIdsAndThose()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Messages.AddRange(Enumerable.Range(1, 3).Select(i => new Message
        {
            Id = $"id {i}",
            RoomId = "room",
            AuthorId = "Боб",
            Content = $"{i}",
            Timestamp = 1_758_365_922,
        }));

        using HttpResponseMessage page = await api.AskAsync("GET", "/api/rooms/room/messages?limit=1");
        using HttpResponseMessage before = await api.AskAsync("GET", "/api/rooms/room/messages?before=3");
        using HttpResponseMessage start = await api.AskAsync("GET", "/api/rooms/room/messages?after=0");

        Assert.AreEqual(
            """{"messages":[{"id":"id 3","sequence":0,"author":"Боб","text":"3","sendTime":"2025-09-20T10:58:42.000000000Z"}],"hasMore":true}""",
            await page.Content.ReadAsStringAsync().Within());
        Assert.IsFalse(page.Headers.Contains("Messenger-Journal"));
        string detail = "The server does not number its messages: there is no place to read from.";
        Assert.AreEqual(detail, await before.DetailAsync(502));
        Assert.AreEqual(detail, await start.DetailAsync(502));
    }

    [TestMethod]
    [DataRow(StatusCode.Unknown, 502, true)]
    [DataRow(StatusCode.InvalidArgument, 400, false)]
    [DataRow(StatusCode.NotFound, 404, false)]
    [DataRow(StatusCode.AlreadyExists, 409, false)]
    [DataRow(StatusCode.PermissionDenied, 403, false)]
    [DataRow(StatusCode.ResourceExhausted, 429, false)]
    [DataRow(StatusCode.FailedPrecondition, 502, false)]
    [DataRow(StatusCode.Aborted, 502, true)]
    [DataRow(StatusCode.OutOfRange, 502, false)]
    [DataRow(StatusCode.Unimplemented, 502, false)]
    [DataRow(StatusCode.Internal, 502, true)]
    [DataRow(StatusCode.DataLoss, 502, true)]
    [DataRow(StatusCode.Unauthenticated, 401, false)]
    public async Task Say_WhenTheServerRefuses_IsAnsweredWithTheReasonAndWhetherItMayBeThere(
        StatusCode code, int expected, bool isOutcomeUnknown)
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Refusal = new Status(code, "Потому что.");

        using HttpResponseMessage unsafely = await api.TrySayAsync("room", "Hello", key: "key");
        server.Journal = "journal";
        using HttpResponseMessage safely = await api.TrySayAsync("room", "Hello", key: "key");

        string unknown = isOutcomeUnknown ? " Whether it was sent is not known: sending it again" : "";
        Assert.AreEqual(
            $"Потому что.{unknown}{(isOutcomeUnknown ? " may say it twice." : "")}", await unsafely.DetailAsync(expected));
        Assert.AreEqual(
            $"Потому что.{unknown}{(isOutcomeUnknown ? " with 'Idempotency-Key: key' tells." : "")}", await safely.DetailAsync(expected));
        Assert.HasCount(2, server.Sent);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("journal")]
    public async Task Say_ToAServerThatIsSlow_IsAnswered504ThatSaysWhetherToRepeat(string? journal)
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, ("MESSENGER_SEND_SECONDS", "3"));
        using var api = new RoomsApi(client);
        server.IsSilent = true;
        server.Journal = journal;

        using HttpResponseMessage response = await api.TrySayAsync("room", "Hello", key: "key");

        string again = journal is null ? "may say it twice." : "with 'Idempotency-Key: key' tells.";
        string detail = await response.DetailAsync(504);
        Assert.StartsWith($"The server at localhost:{server.Port} has not acknowledged the message in time. ", detail);
        Assert.EndsWith($"Whether it was sent is not known: sending it again {again}", detail);
    }

    [TestMethod]
    public async Task Say_ToAServerThatIsDown_IsAnsweredInTheEndThatItWasNotSent()
    {
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find(), ("MESSENGER_SEND_SECONDS", "1"));
        using var api = new RoomsApi(client);

        using HttpResponseMessage response = await api.TrySayAsync("room", "Hello");

        Assert.EndsWith("The message was not sent.", await response.DetailAsync(504));
    }

    [TestMethod]
    public async Task Say_ToAServerThatHasGoneAway_IsAnsweredInTheEndThatItWasNotSent()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, ("MESSENGER_SEND_SECONDS", "2"));
        using var api = new RoomsApi(client);
        await api.SayAsync("shared", "Its journal is known.");
        server.Kill();
        await server.ExitCodeAsync();

        // The connection may not have noticed yet; nothing was sent over it, either, but that cannot be known.
        await api.TrySayAsync("shared", "Hello");
        using HttpResponseMessage response = await api.TrySayAsync("shared", "Hello");

        Assert.EndsWith("The message was not sent.", await response.DetailAsync(504));
    }

    [TestMethod]
    public async Task Say_ToAServerThatFailsOnceAndKeepsAJournal_IsRepeatedWithItsKey()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Journal = "journal";
        server.Refusal = new Status(StatusCode.Unavailable, "Away.");
        server.Messages.Add(new Message { Id = "id", AuthorId = "Alice", Content = "Hello" });

        Task<HttpResponseMessage> saying = api.TrySayAsync("room", "Hello");
        await Patience.Until(() => server.Sent.Count > 0, "the first attempt");
        server.Refusal = null;
        using HttpResponseMessage response = await saying;

        await RoomsApi.JsonOfAsync(response, System.Net.HttpStatusCode.Created);
        Assert.AreEqual("journal", response.Headers.GetValues("Messenger-Journal").Single());
        Assert.IsGreaterThan(1, server.Sent.Count);
        Assert.HasCount(1, server.Sent.Select(request => request.IdempotencyKey).Distinct());
        Assert.AreNotEqual("", server.Sent[0].IdempotencyKey);
    }

    [TestMethod]
    public async Task Say_ToAServerThatFailsOnceAndKeepsNoJournal_IsNotRepeated()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);
        server.Refusal = new Status(StatusCode.Unavailable, "Away.");

        using HttpResponseMessage response = await api.TrySayAsync("room", "Hello");

        Assert.EndsWith("Whether it was sent is not known: sending it again may say it twice.", await response.DetailAsync(503));
        Assert.HasCount(1, server.Sent);
    }

    [TestMethod]
    public async Task Say_AnsweredWithoutAMessage_IsAnswered502()
    {
        await using ScriptedRooms server = await ScriptedRooms.StartAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port);
        using var api = new RoomsApi(client);

        using HttpResponseMessage response = await api.TrySayAsync("room", "Hello");

        Assert.Contains("without the message. Whether it was sent is not known", await response.DetailAsync(502));
    }
}
