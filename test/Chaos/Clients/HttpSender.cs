using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Messenger.Chaos;

/// <summary>Sends by the HTTP API of a client, each message with its key until it is answered.</summary>
internal sealed class HttpSender(string name, int port, ChaosStage stage, Random choices, TimeSpan pace) : ISender
{
    /// <summary>What is wrong with it: it has another key for each attempt.</summary>
    public bool RenewsKeys { get; init; }

    public async Task RunAsync(CancellationToken stop)
    {
        using HttpClient http = Http.Open(port);
        for (int i = 1; !stop.IsCancellationRequested; i++)
        {
            await SendAsync(http, $"{name}-{i}");
            await Task.Delay(pace * choices.NextDouble() * 2, CancellationToken.None);
        }
    }

    private async Task SendAsync(HttpClient http, string message)
    {
        string text = SentText.Of(message, choices);
        DateTime end = DateTime.UtcNow + Patience.Limit;
        string last = "";
        for (int attempt = 1; DateTime.UtcNow < end; attempt++)
        {
            string key = RenewsKeys ? $"{message}-{attempt}" : message;
            using var request = new HttpRequestMessage(HttpMethod.Post, "sendMessage");
            request.Content = JsonContent.Create(new { author = name, text });
            request.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage response = await http.SendAsync(request, CancellationToken.None);
            last = await response.Content.ReadAsStringAsync(CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using JsonDocument json = JsonDocument.Parse(last);
                long sendTime = Calls.Parse(json.RootElement.GetProperty("sendTime").GetString()!);
                stage.Ledger.Add(Calls.SharedRoom, SaidMessage.Of(0, sendTime, name, text));
                if (stage.Keys.Take(key) > attempt)
                {
                    stage.Recoveries.Count(Recovery.ClientSendRepeated);
                }

                return;
            }

            if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
            {
                stage.Findings.Add(Rule.AnswersAsPromised, $"{key} was refused with {response.StatusCode}: {last}");
                return;
            }

            await Calls.PauseAsync();
        }

        stage.Findings.Add(Rule.GoesOn, $"{message} got no answer within {Patience.Limit}, the last was {last}");
    }
}
