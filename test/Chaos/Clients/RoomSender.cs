using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// Talks in a room: some messages are on their way at a time, over one stream. When that ends, what has no answer is sent again over the
/// next one, in the same order and with the same keys.
/// </summary>
internal sealed class RoomSender(string name, string room, ChaosStage stage, Random choices, TimeSpan pace) : ISender
{
    private const int Window = 8;

    private readonly Queue<SendMessageRequest> _unanswered = new();
    private readonly Findings _findings = stage.Findings;
    private int _sent;
    private DateTime _answered;

    // Of the stream of now: how many answers are still to come to what was sent before, and when it was opened.
    private int _repeated;
    private long _opened;

    /// <summary>What is wrong with it: it has another key for each attempt.</summary>
    public bool RenewsKeys { get; init; }

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(stage.Proxy.Port);
        _answered = DateTime.UtcNow;
        while (!stop.IsCancellationRequested || _unanswered.Count > 0)
        {
            try
            {
                using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call =
                    channel.DuplexStreamingCall(Calls.SendToRoom);
                await call.ResponseHeadersAsync.WaitAsync(Calls.Deadline, CancellationToken.None);
                await TalkAsync(call, stop);
            }
            catch (Exception e) when (e is TimeoutException || (e is RpcException failure && Calls.IsOutage(failure)))
            {
                if (DateTime.UtcNow > _answered + Patience.Limit)
                {
                    _findings.Add(Rule.GoesOn, $"{name} got no answer within {Patience.Limit}, the last was: {e.Message}");
                    return;
                }

                await Calls.PauseAsync();
            }
            catch (RpcException e)
            {
                _findings.Add(Rule.AnswersAsPromised, $"{name} was refused: {e.Status}");
                return;
            }
        }
    }

    private async Task TalkAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call, CancellationToken stop)
    {
        _opened = Calls.Now();
        _repeated = _unanswered.Count;
        foreach (SendMessageRequest request in _unanswered)
        {
            request.IdempotencyKey += RenewsKeys ? "'" : "";
            await call.RequestStream.WriteAsync(request);
        }

        while (true)
        {
            while (_unanswered.Count < Window && !stop.IsCancellationRequested)
            {
                SendMessageRequest request = Next();
                _unanswered.Enqueue(request);
                await call.RequestStream.WriteAsync(request);
            }

            if (_unanswered.Count == 0)
            {
                return;
            }

            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                _findings.Add(Rule.AnswersAsPromised, $"{name}'s stream ended with OK, though it was not completed.");
                return;
            }

            Answered(_unanswered.Dequeue(), call.ResponseStream.Current.Message);
            await Task.Delay(pace * choices.NextDouble() * 2, CancellationToken.None);
        }
    }

    private SendMessageRequest Next()
    {
        string key = $"{name}-{++_sent}";
        return new SendMessageRequest { RoomId = room, AuthorId = name, Content = SentText.Of(key, choices), IdempotencyKey = key };
    }

    private void Answered(SendMessageRequest request, Message message)
    {
        _answered = DateTime.UtcNow;
        long sendTime = Calls.Nanoseconds(message.SendTime);
        stage.Ledger.Add(room, SaidMessage.Of(message.Sequence, sendTime, message.AuthorId, message.Content));
        if (_repeated-- > 0)
        {
            stage.Recoveries.Count(Recovery.RoomSendRepeated);
            if (sendTime < _opened)
            {
                stage.Recoveries.Count(Recovery.RoomSendRecognized);
            }
        }

        if (message.Content != request.Content || message.AuthorId != request.AuthorId)
        {
            _findings.Add(Rule.SameAnswer, $"{request.IdempotencyKey} was answered by {message.Id}, which says something else.");
        }
    }
}
