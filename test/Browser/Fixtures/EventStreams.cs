using System.Globalization;
using System.Text.RegularExpressions;

namespace Messenger.Browser.Fixtures;

/// <summary>How many streams of events a client has open, as its metrics have it: it needs an admin port.</summary>
internal sealed partial class EventStreams : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience.Limit };
    private readonly Uri _metrics;

    public EventStreams(HostProcess client) =>
        _metrics = new Uri(client.Log.Select(line => Address().Match(line)).First(found => found.Success).Groups[1].Value);

    /// <summary>Waits until there are so many.</summary>
    public async Task AreOpenAsync(int count)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        for (int open = await CountAsync(); open != count; open = await CountAsync())
        {
            Assert.IsLessThan(end, DateTime.UtcNow, $"{open} streams are open instead of {count}.");
            await Task.Delay(50);
        }
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"Metrics can be scraped at (\S+/metrics)")]
    private static partial Regex Address();

    [GeneratedRegex(@"^messenger_client_event_streams_open(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline)]
    private static partial Regex Value();

    private async Task<int> CountAsync() =>
        int.Parse(Value().Match(await _http.GetStringAsync(_metrics).Within()).Groups[1].Value, CultureInfo.InvariantCulture);
}
