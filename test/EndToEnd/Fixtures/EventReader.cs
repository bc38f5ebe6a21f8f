using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>Reads events as a page does: comes back with the id of the last event whenever its connection ends.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly string _query;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _running;

    // Guards the fields below. Nothing else is taken under it.
    private readonly Lock _heardLock = new();
    private readonly List<string> _texts = [];
    private int _resets;
    private int _resumed;

    public EventReader(int port, string query)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = Patience.Limit,
        };
        _query = query;
        _running = Task.Run(RunAsync);
    }

    /// <summary>The texts of the messages, so far.</summary>
    public string[] Texts
    {
        get
        {
            lock (_heardLock)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>How often it was told that messages may be missing.</summary>
    public int Resets
    {
        get
        {
            lock (_heardLock)
            {
                return _resets;
            }
        }
    }

    /// <summary>How often it came back with the id of an event, and was served.</summary>
    public int Resumed
    {
        get
        {
            lock (_heardLock)
            {
                return _resumed;
            }
        }
    }

    public Task UntilHeardAsync(string text) => Patience.Until(
        () =>
        {
            Assert.IsFalse(_running.IsFaulted, _running.Exception?.ToString());
            lock (_heardLock)
            {
                return _texts.LastIndexOf(text) >= 0;
            }
        },
        $"the message '{text}'");

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _running.Within();
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task RunAsync()
    {
        string? lastId = null;
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                await using EventConnection events = await EventConnection.OpenAsync(_http, _query, lastId, _leaving.Token);
                lock (_heardLock)
                {
                    _resumed += lastId is null ? 0 : 1;
                }

                while (await events.TryNextAsync() is { } next)
                {
                    lastId = events.LastId.Length > 0 ? events.LastId : lastId;
                    Hear(next);
                }
            }
            catch (HttpRequestException e) when (e.StatusCode is null or System.Net.HttpStatusCode.ServiceUnavailable)
            {
                // Browsers give up here, and pages do not: they begin anew with what they have.
                await Task.Delay(50);
            }
            catch (IOException)
            {
                // Cut.
            }
            catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
            {
                // That is all.
            }
        }
    }

    private void Hear(SseItem<string> item)
    {
        lock (_heardLock)
        {
            if (item.EventType == "message")
            {
                using JsonDocument json = JsonDocument.Parse(item.Data);
                _texts.Add(json.RootElement.GetProperty("text").GetString()!);
            }
            else if (item.EventType == "reset")
            {
                _resets++;
            }
        }
    }
}
