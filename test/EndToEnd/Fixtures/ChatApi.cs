using System.Net;
using System.Text;
using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>The HTTP API of a client, as its users call it.</summary>
internal sealed class ChatApi(HostProcess client) : IDisposable
{
    /// <summary>For what is not in the API's own words.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{client.Port}"),
        Timeout = Patience.Limit,
    };

    public static string Body(string author, string text) => JsonSerializer.Serialize(new { author, text });

    /// <summary>Says something, which must succeed.</summary>
    /// <returns>The time that the answer says.</returns>
    public async Task<string> SendAsync(string author, string text)
    {
        using HttpResponseMessage response = await TrySendAsync(author, text);
        string body = await response.Content.ReadAsStringAsync().Within();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, body);
        Assert.AreEqual("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.AreEqual("sendTime", Fields(json.RootElement));
        return json.RootElement.GetProperty("sendTime").GetString()!;
    }

    public Task<HttpResponseMessage> TrySendAsync(string author, string text) =>
        PostAsync("sendMessage", new StringContent(Body(author, text), Encoding.UTF8, "application/json"));

    public async Task<HttpResponseMessage> SendWithKeyAsync(string author, string text, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sendMessage") { Content = new StringContent(Body(author, text)) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await Http.SendAsync(request).Within();
    }

    /// <summary>Says something, again and again with its key, until the answer tells that it is there.</summary>
    public async Task SendAgainAsync(string author, string text, string key)
    {
        DateTime end = DateTime.UtcNow + (2 * Patience.Limit);
        while (true)
        {
            using HttpResponseMessage response = await SendWithKeyAsync(author, text, key);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            string body = await response.Content.ReadAsStringAsync().Within();
            Assert.IsTrue(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, body);
            Assert.IsLessThan(end, DateTime.UtcNow, body);
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent? content = null) =>
        await Http.PostAsync(new Uri(path, UriKind.Relative), content).Within();

    /// <summary>Takes what is in the mailbox.</summary>
    public async Task<ChatMessage[]> FlushAsync()
    {
        using HttpResponseMessage response = await PostAsync("getAndFlushMessages");
        string body = await response.Content.ReadAsStringAsync().Within();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, body);
        Assert.AreEqual("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(body);
        return [.. json.RootElement.EnumerateArray().Select(Message)];
    }

    /// <summary>Flushes until it has got so many messages.</summary>
    public async Task<ChatMessage[]> CollectAsync(int count)
    {
        List<ChatMessage> messages = [];
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (true)
        {
            messages.AddRange(await FlushAsync());
            if (messages.Count >= count)
            {
                return [.. messages];
            }

            Assert.IsLessThan(end, DateTime.UtcNow, $"Waited in vain for {count} messages, got {messages.Count}.");
            await Task.Delay(10);
        }
    }

    public void Dispose() => Http.Dispose();

    private static string Fields(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(field => field.Name));

    private static ChatMessage Message(JsonElement json)
    {
        Assert.AreEqual("author text sendTime", Fields(json));
        return new ChatMessage(
            json.GetProperty("author").GetString()!, json.GetProperty("text").GetString()!, json.GetProperty("sendTime").GetString()!);
    }
}
