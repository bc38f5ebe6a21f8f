using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>One response of <c>/api/events</c>, event by event, as the framework's own parser reads it.</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly CancellationTokenSource _leaving;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private Task<bool> _reading = Task.FromResult(true);

    private EventConnection(HttpResponseMessage response, Stream stream, CancellationToken leave)
    {
        _response = response;
        _parser = SseParser.Create(stream);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(leave);
        _events = _parser.EnumerateAsync(_leaving.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    public HttpResponseMessage Response => _response;

    /// <summary>The id that a browser remembers, as of the last event.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Asks, and leaves the answer as it is.</summary>
    /// <param name="http">The connections to the client.</param>
    /// <param name="query">The query, or nothing.</param>
    /// <param name="lastId">What an earlier connection has ended with; null for none.</param>
    public static async Task<HttpResponseMessage> AskAsync(HttpClient http, string query = "", string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/events{query}");
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within();
    }

    /// <summary>A stream that is open.</summary>
    public static async Task<EventConnection> OpenAsync(
        HttpClient http, string query = "", string? lastId = null, CancellationToken leave = default)
    {
        HttpResponseMessage response = await AskAsync(http, query, lastId);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw new HttpRequestException(
                    await response.Content.ReadAsStringAsync(leave).Within(), inner: null, response.StatusCode);
            }
        }

        return new EventConnection(response, await response.Content.ReadAsStreamAsync(leave), leave);
    }

    /// <summary>The next event; null at the end.</summary>
    /// <exception cref="IOException">The connection was cut.</exception>
    /// <exception cref="OperationCanceledException">It is left.</exception>
    public async Task<SseItem<string>?> TryNextAsync()
    {
        _reading = _events.MoveNextAsync().AsTask();
        if (!await _reading)
        {
            return null;
        }

        LastId = _parser.LastEventId;
        return _events.Current;
    }

    /// <summary>The data of the next event of a kind. Those of other kinds before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (await TryNextAsync().Within() is { } next)
        {
            if (next.EventType == type)
            {
                using JsonDocument json = JsonDocument.Parse(next.Data);
                return json.RootElement.Clone();
            }
        }

        throw new AssertFailedException($"The stream has ended without '{type}'.");
    }

    /// <summary>The texts of the next messages.</summary>
    public async Task<string[]> TextsAsync(int count)
    {
        List<string> texts = [];
        while (texts.Count < count)
        {
            texts.Add((await NextAsync("message")).GetProperty("text").GetString()!);
        }

        return [.. texts];
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _events.DisposeAsync();
        _response.Dispose();
        _leaving.Dispose();
    }
}
