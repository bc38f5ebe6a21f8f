using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Messenger.Interop;

/// <summary>The HTTP API of our client process.</summary>
internal sealed class HttpApi(int port) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience.Limit };

    /// <summary>Sends a message, and returns the HTTP status with the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string author, string text)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync("/sendMessage", new { author, text });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Sends a message, which must be taken.</summary>
    public async Task<Said> SendAsync(string author, string text)
    {
        (HttpStatusCode status, JsonElement answer) = await PostAsync(author, text);
        Assert.AreEqual(HttpStatusCode.OK, status, answer.ToString());
        return new Said(author, text, answer.GetProperty("sendTime").GetString()!);
    }

    public async Task<Said[]> FlushAsync()
    {
        using HttpResponseMessage response = await _http.PostAsync("/getAndFlushMessages", null);
        return Said.FromAll((await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement[]>())!);
    }

    /// <summary>Flushes until so many messages have come.</summary>
    public async Task<Said[]> FlushAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        List<Said> flushed = [.. await FlushAsync()];
        while (flushed.Count < count)
        {
            await Task.Delay(10, limit.Token);
            flushed.AddRange(await FlushAsync());
        }

        return [.. flushed];
    }

    public void Dispose() => _http.Dispose();
}
