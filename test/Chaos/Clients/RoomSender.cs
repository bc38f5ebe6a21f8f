using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.Chaos;

/// <summary>
/// Talks in a room: some messages are on their way at a time, over one stream. When that ends, what has no answer is sent again over the
/// next one, in the same order and with the same keys.
/// </summary>
internal sealed class RoomSender(
    string name, string room, int port, Ledger ledger, Findings findings, Random choices, TimeSpan pace) : ISender
{
    private const int Window = 8;

    private readonly Queue<SendMessageRequest> _unanswered = new();
    private int _sent;
    private DateTime _answered;

    public async Task RunAsync(CancellationToken stop)
    {
        using GrpcChannel channel = Calls.Open(port);
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
                    findings.Add(Rule.GoesOn, $"{name} got no answer within {Patience.Limit}, the last was: {e.Message}");
                    return;
                }

                await Calls.PauseAsync();
            }
            catch (RpcException e)
            {
                findings.Add(Rule.AnswersAsPromised, $"{name} was refused: {e.Status}");
                return;
            }
        }
    }

    private async Task TalkAsync(AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call, CancellationToken stop)
    {
        foreach (SendMessageRequest request in _unanswered)
        {
            ledger.AddRepeat();
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
                findings.Add(Rule.AnswersAsPromised, $"{name}'s stream ended with OK, though it was not completed.");
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
        ledger.Add(room, SaidMessage.Of(message.Sequence, Calls.Nanoseconds(message.SendTime), message.AuthorId, message.Content));
        if (message.Content != request.Content || message.AuthorId != request.AuthorId)
        {
            findings.Add(Rule.SameAnswer, $"{request.IdempotencyKey} was answered by the message {message.Id}, which says something else.");
        }
    }
}
