using System.Net;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>Requests that pages of other origins send, and those of everybody else.</summary>
[TestClass]
public sealed class CrossOriginTests
{
    private const string Friend = "https://friend.example";
    private const string Stranger = "https://stranger.example";

    private static readonly string[] Posts = ["/sendMessage", "/getAndFlushMessages", "/api/rooms", "/api/rooms/shared/messages"];

    private static HostProcess _server = null!;
    private static HostProcess _closed = null!;
    private static HostProcess _open = null!;
    private static HostProcess _friendly = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        _server = await HostProcess.StartServerAsync();
        _closed = await HostProcess.StartClientAsync(_server.Port);
        _open = await HostProcess.StartClientAsync(_server.Port, ("MESSENGER_ALLOWED_ORIGINS", "*"));
        _friendly = await HostProcess.StartClientAsync(_server.Port, ("MESSENGER_ALLOWED_ORIGINS", $"http://a.example:1,{Friend}"));
        foreach (HostProcess client in new[] { _closed, _open, _friendly })
        {
            await client.UntilStreamIsOpenAsync();
        }
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await _closed.DisposeAsync();
        await _open.DisposeAsync();
        await _friendly.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task Post_OfAStrangersPage_IsRefusedOnEveryRoute()
    {
        using var api = new RoomsApi(_closed);
        foreach (string path in Posts)
        {
            using HttpResponseMessage response = await api.AskAsync("POST", path, ChatApi.Body("Mallory", "Hello"), ("Origin", Stranger));

            Assert.AreEqual(
                $"The request comes from a page of another origin, {Stranger}: MESSENGER_ALLOWED_ORIGINS does not name it.",
                await response.DetailAsync(403));
            Assert.IsFalse(response.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.AreEqual(("", false), await api.PageAsync("shared", "?before=1"));
    }

    [TestMethod]
    [DataRow("Origin: null")]
    [DataRow("Origin: http://localhost.stranger.example")]
    [DataRow("Origin: HOST")]
    [DataRow("Origin: http://HOST.stranger.example")]
    [DataRow("Origin: http://HOST, http://stranger.example")]
    [DataRow("Sec-Fetch-Site: cross-site")]
    [DataRow("Sec-Fetch-Site: same-site")]
    [DataRow("Origin: http://HOST|Sec-Fetch-Site: same-site")]
    public async Task Post_ThatABrowserMarksAsForeign_IsRefused(string headers)
    {
        using var api = new RoomsApi(_closed);

        using HttpResponseMessage response = await api.AskAsync("POST", "/getAndFlushMessages", null, Headers(headers));

        await response.DetailAsync(403);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Origin: http://HOST")]
    [DataRow("Origin: https://HOST")]
    [DataRow("Origin: http://HOST|Sec-Fetch-Site: same-origin")]
    [DataRow("Sec-Fetch-Site: same-origin")]
    [DataRow("Sec-Fetch-Site: none")]
    public async Task Post_OfTheOwnPageOrOfNoBrowser_IsTaken(string headers)
    {
        using var api = new RoomsApi(_closed);

        using HttpResponseMessage response = await api.AskAsync("POST", "/getAndFlushMessages", null, Headers(headers));

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.IsFalse(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.IsFalse(response.Headers.Contains("Vary"));
    }

    [TestMethod]
    public async Task Get_OfAStrangersPage_IsAnsweredWithoutLettingThePageReadIt()
    {
        using var api = new RoomsApi(_closed);

        using HttpResponseMessage response =
            await api.AskAsync("GET", "/api/rooms", null, ("Origin", Stranger), ("Sec-Fetch-Site", "cross-site"));

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.IsFalse(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [TestMethod]
    [DataRow(Friend, true)]
    [DataRow("http://a.example:1", true)]
    [DataRow(Stranger, false)]
    [DataRow("http://friend.example", false)]
    [DataRow("https://friend.example:444", false)]
    public async Task Request_OfANamedOrigin_IsAllowedAndMayBeRead(string origin, bool isAllowed)
    {
        using var api = new RoomsApi(_friendly);

        using HttpResponseMessage read =
            await api.AskAsync("GET", "/api/rooms", null, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
        using HttpResponseMessage posted = await api.AskAsync(
            "POST", "/api/rooms", """{"name":"room"}""", ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
        using HttpResponseMessage wrong = await api.AskAsync("GET", "/nothing", null, ("Origin", origin));

        Assert.AreEqual(HttpStatusCode.OK, read.StatusCode);
        Assert.AreEqual(isAllowed ? HttpStatusCode.Created : HttpStatusCode.Forbidden, posted.StatusCode);
        foreach (HttpResponseMessage response in new[] { read, posted, wrong })
        {
            Assert.AreEqual(isAllowed ? origin : null, Header(response, "Access-Control-Allow-Origin"));
            Assert.AreEqual("Origin", Header(response, "Vary"));
        }

        string? exposed = Header(read, "Access-Control-Expose-Headers");
        Assert.AreEqual(isAllowed ? "ETag, Location, Messenger-Journal, X-Messages-Dropped, X-Messages-Gap" : null, exposed);
    }

    [TestMethod]
    public async Task Request_WhereAllOriginsAreAllowed_IsTaken()
    {
        using var api = new RoomsApi(_open);

        using HttpResponseMessage named = await api.AskAsync("POST", "/getAndFlushMessages", null, ("Origin", Stranger));
        using HttpResponseMessage opaque = await api.AskAsync("POST", "/getAndFlushMessages", null, ("Origin", "null"));
        using HttpResponseMessage marked = await api.AskAsync("POST", "/getAndFlushMessages", null, ("Sec-Fetch-Site", "cross-site"));

        Assert.AreEqual(HttpStatusCode.OK, named.StatusCode);
        Assert.AreEqual("*", Header(named, "Access-Control-Allow-Origin"));
        Assert.AreEqual(HttpStatusCode.OK, opaque.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, marked.StatusCode);
    }

    [TestMethod]
    public async Task Preflight_OfANamedOrigin_SaysWhatIsAllowed()
    {
        using var api = new RoomsApi(_friendly);
        (string, string) method = ("Access-Control-Request-Method", "POST");

        using HttpResponseMessage allowed = await api.AskAsync("OPTIONS", "/api/rooms", null, ("Origin", Friend), method);
        using HttpResponseMessage refused = await api.AskAsync("OPTIONS", "/api/rooms", null, ("Origin", Stranger), method);
        using HttpResponseMessage noBrowsers = await api.AskAsync("OPTIONS", "/api/rooms");

        Assert.AreEqual(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.AreEqual(Friend, Header(allowed, "Access-Control-Allow-Origin"));
        Assert.AreEqual("GET, HEAD, POST", Header(allowed, "Access-Control-Allow-Methods"));
        Assert.AreEqual("Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID", Header(allowed, "Access-Control-Allow-Headers"));
        Assert.AreEqual("7200", Header(allowed, "Access-Control-Max-Age"));
        await refused.DetailAsync(403);
        await noBrowsers.DetailAsync(405);
    }

    private static (string Name, string Value)[] Headers(string text) =>
    [
        .. text.Replace("HOST", $"127.0.0.1:{_closed.Port}", StringComparison.Ordinal)
            .Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(header => header.Split(": "))
            .Select(header => (header[0], header[1])),
    ];

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
