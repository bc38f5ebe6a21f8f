using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Load.Checking;
using Messenger.Load.Reading;

namespace Messenger.Load.Sending;

/// <summary>One sender, with a connection of its own. Sends may be under way at the same time.</summary>
internal sealed class MessageSender(SenderPlan plan, int sender, Ledger ledger, Findings findings, MeasuredTime measured) : IDisposable
{
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessage =
        new(MessengerReflection.Descriptor.Services.Single(), "SendMessage");

    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(100);

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(plan.Address);

    // Cancelled and not disposed of: calls may look at its token for longer.
    private readonly CancellationTokenSource _giveUp = new();

    // Guards the histograms and FirstFailure. Nothing else is taken under it.
    private readonly Lock _answersLock = new();
    private int _unanswered;

    /// <summary>How many sends are under way.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>From when a message was due until its send was answered with OK. When all is over.</summary>
    public LatencyHistogram Answers { get; } = new();

    /// <summary>How long after it was due a message was sent: the generator's own delay. When all is over.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>How the first failed send failed; null if none did.</summary>
    public Status? FirstFailure { get; private set; }

    /// <summary>Sends a message. What goes wrong is counted.</summary>
    /// <param name="due">When it should be sent; null for now.</param>
    /// <returns>Its number, when it is answered.</returns>
    public async Task<int> SendAsync(long? due = null)
    {
        Interlocked.Increment(ref _unanswered);
        int number = ledger.Begin(sender, due, plan.OpenStreams());
        long asked = ledger[number].Due;
        long started = ledger[number].Started;
        try
        {
            SendMessageResponse response = await _channel.UnaryCallAsync(
                SendMessage,
                new SendMessageRequest { Author = Mark.Author, Text = Mark.Write(plan.Run, sender, number, plan.Size) },
                new CallOptions(CancellationToken: _giveUp.Token));
            long answered = Clock.Now;
            Complete(number, SendTimes.Of(response.SendTime));
            Count(asked, started, answered);
        }
        catch (RpcException e)
        {
            lock (_answersLock)
            {
                FirstFailure ??= e.Status;
            }

            // It keeps its place in a closed loop meanwhile: a server that refuses, or is gone, is not stormed.
            await Task.Delay(FailurePause);
            ledger.Fail(number);
        }
        finally
        {
            Interlocked.Decrement(ref _unanswered);
        }

        return number;
    }

    /// <summary>Cancels the sends that are under way.</summary>
    public void GiveUp() => _giveUp.Cancel();

    public void Dispose() => _channel.Dispose();

    private void Complete(int number, long sendTime)
    {
        long known = ledger.Complete(number, sendTime);
        if (known != sendTime)
        {
            findings.Add(
                Rule.OneSendTime,
                () => $"The answer to message {number} of sender {sender} has sendTime {SendTimes.Format(sendTime)}, "
                    + $"and a stream had it with {SendTimes.Format(known)}.");
        }
    }

    private void Count(long due, long started, long answered)
    {
        if (measured.Holds(due))
        {
            lock (_answersLock)
            {
                Answers.Record(answered - due);
                Lateness.Record(started - due);
            }
        }
    }
}
