using System.Net;
using System.Text;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class HttpApiTests
{
    private static RunningChat _chat = null!;

    private static ChatApi Api => _chat.Apis[0];

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _chat = await RunningChat.StartAsync();

    [ClassCleanup]
    public static async Task StopAsync() => await _chat.DisposeAsync();

    [TestMethod]
    [DataRow(null)]
    [DataRow("application/json")]
    [DataRow("application/json; charset=koi8-r")]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("multipart/form-data")]
    [DataRow("text/plain")]
    [DataRow("what is this?")]
    public async Task Send_WithAnyOrNoContentType_IsTaken(string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ChatApi.Body("Alice", "Hello")));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using HttpResponseMessage response = await Api.PostAsync("sendMessage", content);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [TestMethod]
    public async Task Flush_OfCyrillicAndEmoji_HasThemUnescaped()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        await chat.Apis[0].SendAsync("Алиса", "🦊 \"и\" \\ <b>&\n");

        using HttpResponseMessage response = await chat.Apis[0].PostAsync("getAndFlushMessages");

        Assert.StartsWith(
            """[{"author":"Алиса","text":"🦊 \"и\" \\ <b>&\n","sendTime":"20""", await response.Content.ReadAsStringAsync().Within());
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("HEAD")]
    public async Task Welcome_OfAVisitor_IsFriendly(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        using HttpResponseMessage response = await Api.Http.SendAsync(request).Within();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        string page = await response.Content.ReadAsStringAsync().Within();
        Assert.IsTrue(method == "HEAD" ? page.Length == 0 : page.Contains("Welcome", StringComparison.Ordinal), page);
    }

    [TestMethod]
    [DataRow("", "empty")]
    [DataRow("author=Alice&text=Hello", "not JSON")]
    [DataRow("[]", "object")]
    [DataRow("""{"text":"Hello"}""", "'author' is missing")]
    [DataRow("""{"author":"Alice","text":5}""", "'text' must be a string")]
    [DataRow("""{"author":" ","text":"Hello"}""", "'author' is blank")]
    [DataRow("""{"author":"Alice","text":"Hello","\uDD8A and then some":1}""", "surrogate")]
    public async Task Send_OfAWrongBody_IsABadRequestThatSaysWhatToChange(string body, string detail)
    {
        using HttpResponseMessage response = await Api.PostAsync("sendMessage", new StringContent(body));

        Assert.Contains(detail, await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Send_OfInvalidUtf8_IsABadRequest()
    {
        byte[] body = [.. """{"author":"Alice","text":"He"""u8, 0xC3, 0x28, .. "\"}"u8];

        using HttpResponseMessage response = await Api.PostAsync("sendMessage", new ByteArrayContent(body));

        Assert.Contains("UTF-8", await response.DetailAsync(400));
    }

    [TestMethod]
    [DataRow(257, 1, "'author' has 257 bytes: 1 to 256 bytes of UTF-8 are allowed.")]
    [DataRow(1, 65_537, "'text' has 65537 bytes: 1 to 65536 bytes of UTF-8 are allowed.")]
    public async Task Send_OfWhatIsTooLong_IsABadRequestThatNamesTheLimit(int author, int text, string detail)
    {
        using HttpResponseMessage response = await Api.TrySendAsync(new string('a', author), new string('t', text));

        Assert.AreEqual(detail, await response.DetailAsync(400));
    }

    [TestMethod]
    public async Task Send_OfTheLongestMessage_IsTaken()
    {
        await Api.SendAsync(new string('ж', 128), new string('€', 21_845) + "t");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Send_OfABodyThatIsTooLarge_IsAnswered413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sendMessage");
        request.Content = new ByteArrayContent(new byte[(1 << 20) + 1]);
        request.Headers.TransferEncodingChunked = chunked;

        // Without it the answer may cross the body on its way, and the connection be gone before the answer is read.
        request.Headers.ExpectContinue = !chunked;

        using HttpResponseMessage response = await Api.Http.SendAsync(request).Within();

        Assert.Contains("too large", await response.DetailAsync(413));
    }

    [TestMethod]
    [DataRow("GET", "/nothing")]
    [DataRow("POST", "/sendMessage/more")]
    [DataRow("POST", "/%D0%B6")]
    public async Task Request_OfAnUnknownPath_IsAnswered404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await Api.Http.SendAsync(request).Within();

        Assert.AreEqual($"There is nothing at {path}.", await response.DetailAsync(404));
    }

    [TestMethod]
    [DataRow("GET", "/sendMessage", "POST")]
    [DataRow("PUT", "/sendMessage", "POST")]
    [DataRow("GET", "/getAndFlushMessages", "POST")]
    [DataRow("DELETE", "/getAndFlushMessages", "POST")]
    [DataRow("POST", "/", "GET, HEAD")]
    public async Task Request_WithAnotherMethod_IsAnswered405WithAllow(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await Api.Http.SendAsync(request).Within();

        Assert.AreEqual($"{path} takes {allowed}, not {method}.", await response.DetailAsync(405));
        Assert.AreEqual(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [TestMethod]
    public async Task Mailbox_ThatOverflows_DropsTheOldestAndSaysHowMany()
    {
        await using RunningChat chat = await RunningChat.StartAsync(1, 0, ("MESSENGER_MAILBOX_MESSAGES", "3"));
        for (int i = 1; i <= 5; i++)
        {
            await chat.Apis[0].SendAsync("Alice", $"{i}");
        }

        using HttpResponseMessage response = await chat.Apis[0].PostAsync("getAndFlushMessages");
        using HttpResponseMessage next = await chat.Apis[0].PostAsync("getAndFlushMessages");

        Assert.AreEqual("2", string.Join(' ', response.Headers.GetValues("X-Messages-Dropped")));
        string body = await response.Content.ReadAsStringAsync().Within();
        Assert.DoesNotContain("\"2\"", body);
        Assert.Contains("\"3\"", body);
        Assert.IsFalse(next.Headers.Contains("X-Messages-Dropped"));
        await chat.Clients[0].UntilLoggedAsync("2 messages were dropped before this flush");
    }
}
