using System.Text.Json;

namespace Messenger.Chaos;

/// <summary>Empties the mailbox of a client, again and again. Freezing it stops the client's process.</summary>
internal sealed class MailboxReader(string name, HostProcess client, Findings findings) : IReader
{
    public ReaderRecord Record { get; } = new(name, Calls.SharedRoom);

    public IReadOnlyList<ReaderRecord> Records => [Record];

    public void Freeze() => client.Freeze();

    public void Thaw() => client.Thaw();

    public void Settle()
    {
        // It has one record only.
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await Patience.Until(
            () => client.Log.Any(line => line.Contains(" is open.", StringComparison.Ordinal)), $"the stream of {name} is open");

        // Nothing was said before.
        Record.Open(0);
        using HttpClient http = Http.Open(client.Port);
        while (!stop.IsCancellationRequested)
        {
            await FlushAsync(http);
            await Calls.PauseAsync();
        }
    }

    private async Task FlushAsync(HttpClient http)
    {
        var uri = new Uri("getAndFlushMessages", UriKind.Relative);
        using HttpResponseMessage response = await http.PostAsync(uri, null, CancellationToken.None);
        foreach (string header in new[] { "X-Messages-Gap", "X-Messages-Dropped" }.Where(response.Headers.Contains))
        {
            findings.Add(Rule.NothingMissing, $"{name} says {header}: {string.Join(',', response.Headers.GetValues(header))}");
        }

        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None));
        foreach (JsonElement message in json.RootElement.EnumerateArray())
        {
            string author = message.GetProperty("author").GetString()!;
            string text = message.GetProperty("text").GetString()!;
            Record.Add(SaidMessage.Of(0, Calls.Parse(message.GetProperty("sendTime").GetString()!), author, text));
        }
    }
}
