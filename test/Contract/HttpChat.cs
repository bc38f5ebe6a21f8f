using System.Net.Http.Json;
using System.Text.Json;

namespace Messenger.Contract;

/// <summary>A client's HTTP API.</summary>
internal sealed class HttpChat(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

    /// <summary>Sends a message, and returns its time.</summary>
    public async Task<string> SendAsync(string author, string text)
    {
        using HttpResponseMessage response = await PostAsync(JsonSerializer.Serialize(new { author, text }));
        response.EnsureSuccessStatusCode();
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("sendTime").GetString()!;
    }

    /// <summary>Sends a body as plain curl -d does, and returns whatever comes back.</summary>
    public Task<HttpResponseMessage> PostAsync(string body) =>
        _http.PostAsync(new Uri("/sendMessage", UriKind.Relative), new StringContent(body, null, "application/x-www-form-urlencoded")).Within();

    /// <summary>Flushes, and returns the messages that were said in a test; others talk in the shared chat too.</summary>
    public async Task<IReadOnlyList<SaidMessage>> FlushAsync(string author)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri("/getAndFlushMessages", UriKind.Relative), null).Within();
        response.EnsureSuccessStatusCode();
        SaidMessage[]? messages = await response.Content.ReadFromJsonAsync<SaidMessage[]>(JsonSerializerOptions.Web);
        return [.. messages!.Where(message => message.Author == author)];
    }

    public void Dispose() => _http.Dispose();
}
