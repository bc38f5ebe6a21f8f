using System.Net;
using System.Text;
using System.Text.Json;
using Messenger.EndToEnd.Fixtures.OpenApi;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>What a client has under <c>/api</c>, as scripts and pages call it. All of it must be as the client's own document says.</summary>
internal sealed class RoomsApi(HostProcess client) : IDisposable
{
    private readonly HttpClient _http = new(new OpenApiHandler(new SocketsHttpHandler { UseProxy = false }))
    {
        BaseAddress = new Uri($"http://127.0.0.1:{client.Port}"),
        Timeout = Patience.Limit,
    };

    /// <summary>Asks for anything.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="headers">Headers, which may be wrong.</param>
    public async Task<HttpResponseMessage> AskAsync(
        string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request).Within();
    }

    /// <summary>Gets what is there.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await AskAsync("GET", path);
        return await JsonOfAsync(response, HttpStatusCode.OK);
    }

    /// <summary>Makes a room.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string name = "room")
    {
        using HttpResponseMessage response = await AskAsync("POST", "/api/rooms", JsonSerializer.Serialize(new { name }));
        return (await JsonOfAsync(response, HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    /// <summary>Says something.</summary>
    /// <returns>The message as it is kept.</returns>
    public async Task<JsonElement> SayAsync(string room, string text, string author = "Alice")
    {
        using HttpResponseMessage response = await TrySayAsync(room, text, author);
        return await JsonOfAsync(response, HttpStatusCode.Created);
    }

    public Task<HttpResponseMessage> TrySayAsync(string room, string text, string author = "Alice", string? key = null) =>
        AskAsync("POST", $"/api/rooms/{room}/messages", ChatApi.Body(author, text), key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary>A page of messages.</summary>
    /// <returns>Their texts, and whether there are more.</returns>
    public async Task<(string Texts, bool HasMore)> PageAsync(string room, string query = "")
    {
        JsonElement page = await GetAsync($"/api/rooms/{room}/messages{query}");
        string?[] texts = [.. page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString())];
        return (string.Join(' ', texts), page.GetProperty("hasMore").GetBoolean());
    }

    /// <summary>The answer's JSON, which must have come with a status.</summary>
    public static async Task<JsonElement> JsonOfAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        string body = await response.Content.ReadAsStringAsync().Within();
        Assert.AreEqual(status, response.StatusCode, body);
        Assert.AreEqual("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    public void Dispose() => _http.Dispose();
}
