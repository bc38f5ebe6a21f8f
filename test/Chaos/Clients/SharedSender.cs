using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// Sends to the shared chat, one message after the other, each with its key until it is answered. Some it sends twice at once, some again
/// long after their answer, and some keys it tries to use for something else.
/// </summary>
internal sealed class SharedSender(string name, ChaosStage stage, Random choices, TimeSpan pace) : ISender
{
    // With it and its number a text is made, and made again: a long run has too many to keep.
    private readonly int _seed = choices.Next();

    private readonly Findings _findings = stage.Findings;
    private readonly Tally<Recovery> _recoveries = stage.Recoveries;

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(stage.Proxy.Port);
        for (int sent = 1; !stop.IsCancellationRequested; sent++)
        {
            SendMessageRequest request = Request(sent);
            Task[] sends = [.. Enumerable.Range(0, choices.Next(20) == 0 ? 2 : 1).Select(_ => SendAsync(channel, request, isNew: true))];
            await Task.WhenAll(sends);
            switch (choices.Next(20))
            {
                case 0:
                    await SendAsync(channel, Request(choices.Next(1, sent + 1)), isNew: false);
                    break;
                case 1:
                    await MisuseAsync(channel, Request(choices.Next(1, sent + 1)));
                    break;
            }

            await Task.Delay(pace * choices.NextDouble() * 2, CancellationToken.None);
        }
    }

    private SendMessageRequest Request(int number) =>
        new() { Author = name, Text = SentText.Of($"{name}-{number}", new Random(unchecked((_seed * 31) + number))) };

    private async Task SendAsync(GrpcChannel channel, SendMessageRequest request, bool isNew)
    {
        if (await AnswerAsync(channel, request, SentText.NameOf(request.Text)) is not { } answer)
        {
            return;
        }

        long sendTime = Calls.Nanoseconds(answer.Response.SendTime);
        stage.Ledger.Add(Calls.SharedRoom, SaidMessage.Of(0, sendTime, request.Author, request.Text));
        if (isNew && answer.Attempts > 1)
        {
            _recoveries.Count(Recovery.SharedSendRepeated);
            if (sendTime < answer.Begun)
            {
                _recoveries.Count(Recovery.SharedSendRecognized);
            }
        }
    }

    private async Task MisuseAsync(GrpcChannel channel, SendMessageRequest request)
    {
        string key = SentText.NameOf(request.Text);
        var other = new SendMessageRequest { Author = name, Text = request.Text + "y" };
        if (await AnswerAsync(channel, other, key, StatusCode.AlreadyExists) is { } answer)
        {
            _findings.Add(Rule.AnswersAsPromised, $"The key {key} was taken for another text, too, at {answer.Response.SendTime}.");
        }
    }

    // With the number of attempts, and when the last one began. Null where it is the expected refusal, or no answer that is allowed.
    private async Task<(SendMessageResponse Response, int Attempts, long Begun)?> AnswerAsync(
        GrpcChannel channel, SendMessageRequest request, string key, StatusCode? refusal = null)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        Status last = default;
        for (int attempt = 1; DateTime.UtcNow < end; attempt++)
        {
            long begun = Calls.Now();
            try
            {
                var options = new CallOptions(new Metadata { { Calls.IdempotencyKey, key } }, DateTime.UtcNow + Calls.Deadline);
                return (await channel.UnaryCallAsync(Calls.SendToAll, request, options), attempt, begun);
            }
            catch (RpcException e) when (Calls.IsOutage(e))
            {
                last = e.Status;
            }
            catch (RpcException e)
            {
                if (e.StatusCode != refusal)
                {
                    _findings.Add(Rule.AnswersAsPromised, $"{key} was refused: {e.Status}");
                }

                return null;
            }

            await Calls.PauseAsync();
        }

        _findings.Add(Rule.GoesOn, $"{key} got no answer within {Patience.Limit}, the last was {last}.");
        return null;
    }
}
