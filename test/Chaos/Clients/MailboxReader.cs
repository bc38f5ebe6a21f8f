using System.Text.Json;

namespace Messenger.Chaos;

/// <summary>Empties the mailbox of a client, again and again. Freezing it stops the client's process.</summary>
internal sealed class MailboxReader(string name, HostProcess client, ChaosStage stage) : IReader
{
    private int _streams;

    public ReaderRecord Record { get; } = new(name, Calls.SharedRoom);

    public IReadOnlyList<ReaderRecord> Records => [Record];

    public void Freeze() => client.Freeze();

    public bool Thaw()
    {
        client.Thaw();
        return true;
    }

    public void Settle()
    {
        // It has one record only.
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await Patience.Until(() => Streams() > 0, $"the stream of {name} is open");
        _streams = Streams();

        // Nothing was said before.
        Record.Open(0);
        using HttpClient http = Http.Open(client.Port);
        while (!stop.IsCancellationRequested)
        {
            int streams = Streams();
            bool isWhole = await FlushAsync(http);
            for (; _streams < streams; _streams++)
            {
                Opened(isWhole);
            }

            await Calls.PauseAsync();
        }
    }

    // What it has logged of the streams that it has opened.
    private int Streams() => client.Log.Count(line => line.Contains(" is open.", StringComparison.Ordinal));

    private void Opened(bool isResumed)
    {
        Record.Open(0);
        if (isResumed)
        {
            stage.Recoveries.Count(Recovery.ClientStreamResumed);
        }
    }

    // Whether nothing is missing.
    private async Task<bool> FlushAsync(HttpClient http)
    {
        var uri = new Uri("getAndFlushMessages", UriKind.Relative);
        using HttpResponseMessage response = await http.PostAsync(uri, null, CancellationToken.None);
        string[] losses = [.. new[] { "X-Messages-Gap", "X-Messages-Dropped" }.Where(response.Headers.Contains)];
        foreach (string header in losses)
        {
            stage.Findings.Add(Rule.NothingMissing, $"{name} says {header}: {string.Join(',', response.Headers.GetValues(header))}");
        }

        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None));
        foreach (JsonElement message in json.RootElement.EnumerateArray())
        {
            string author = message.GetProperty("author").GetString()!;
            string text = message.GetProperty("text").GetString()!;
            Record.Add(SaidMessage.Of(0, Calls.Parse(message.GetProperty("sendTime").GetString()!), author, text));
        }

        return losses.Length == 0;
    }
}
