using System.Text.Json;

namespace Messenger.Browser.Fixtures;

/// <summary>What others do in rooms, by way of the HTTP API.</summary>
internal sealed class Rooms(HostProcess client) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{client.Port}"),
        Timeout = Patience.Limit,
    };

    /// <summary>Makes a room.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string name) => (await PostAsync("/api/rooms", new { name })).GetProperty("id").GetString()!;

    public async Task SayAsync(string room, string author, string text) => await PostAsync($"/api/rooms/{room}/messages", new { author, text });

    public async Task SayAsync(string room, string author, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            await SayAsync(room, author, $"line {i}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> PostAsync<T>(string path, T body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body));
        using HttpResponseMessage response = await _http.PostAsync(new Uri(path, UriKind.Relative), content).Within();
        string answer = await response.Content.ReadAsStringAsync().Within();
        Assert.IsTrue(response.IsSuccessStatusCode, answer);
        using JsonDocument json = JsonDocument.Parse(answer);
        return json.RootElement.Clone();
    }
}
