using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// Sends to the shared chat, one message after the other, each with its key until it is answered. Some it sends twice at once, some again
/// long after their answer, and some keys it tries to use for something else.
/// </summary>
internal sealed class SharedSender(string name, int port, Ledger ledger, Findings findings, Random choices, TimeSpan pace) : ISender
{
    private readonly List<SendMessageRequest> _sent = [];

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(port);
        while (!stop.IsCancellationRequested)
        {
            var request = new SendMessageRequest { Author = name, Text = SentText.Of($"{name}-{_sent.Count + 1}", choices) };
            _sent.Add(request);
            Task[] sends = [.. Enumerable.Range(0, choices.Next(20) == 0 ? 2 : 1).Select(_ => SendAsync(channel, request))];
            await Task.WhenAll(sends);
            switch (choices.Next(20))
            {
                case 0:
                    await SendAsync(channel, _sent[choices.Next(_sent.Count)]);
                    break;
                case 1:
                    await MisuseAsync(channel, _sent[choices.Next(_sent.Count)]);
                    break;
            }

            await Task.Delay(pace * choices.NextDouble() * 2, CancellationToken.None);
        }
    }

    private async Task SendAsync(GrpcChannel channel, SendMessageRequest request)
    {
        if (await AnswerAsync(channel, request, SentText.NameOf(request.Text)) is { } answer)
        {
            ledger.Add(Calls.SharedRoom, SaidMessage.Of(0, Calls.Nanoseconds(answer.SendTime), request.Author, request.Text));
        }
    }

    private async Task MisuseAsync(GrpcChannel channel, SendMessageRequest request)
    {
        string key = SentText.NameOf(request.Text);
        var other = new SendMessageRequest { Author = name, Text = request.Text + "y" };
        if (await AnswerAsync(channel, other, key, StatusCode.AlreadyExists) is { } answer)
        {
            findings.Add(Rule.AnswersAsPromised, $"The key {key} was taken for another text, too, at {answer.SendTime}.");
        }
    }

    // Null where the answer is the expected refusal, or none that is allowed.
    private async Task<SendMessageResponse?> AnswerAsync(
        GrpcChannel channel, SendMessageRequest request, string key, StatusCode? refusal = null)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        Status last = default;
        while (DateTime.UtcNow < end)
        {
            try
            {
                var options = new CallOptions(new Metadata { { Calls.IdempotencyKey, key } }, DateTime.UtcNow + Calls.Deadline);
                return await channel.UnaryCallAsync(Calls.SendToAll, request, options);
            }
            catch (RpcException e) when (Calls.IsOutage(e))
            {
                last = e.Status;
            }
            catch (RpcException e)
            {
                if (e.StatusCode != refusal)
                {
                    findings.Add(Rule.AnswersAsPromised, $"{key} was refused: {e.Status}");
                }

                return null;
            }

            ledger.AddRepeat();
            await Calls.PauseAsync();
        }

        findings.Add(Rule.GoesOn, $"{key} got no answer within {Patience.Limit}, the last was {last}.");
        return null;
    }
}
