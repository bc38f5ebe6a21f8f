using System.Diagnostics;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Sends a message until the server has answered, or the deadline has passed. It is sent again only where that cannot make two of it: to a
/// server that keeps a journal and knows the key, or after an attempt that provably did not reach the server.
/// </summary>
internal sealed class RetryingSender(MessengerClient client, ServerJournal journal, TimeProvider clock)
{
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the server accepted the message.</summary>
    /// <exception cref="RpcException">The server has refused it.</exception>
    /// <exception cref="SendFailedException">It was not acknowledged.</exception>
    public async Task<SendTime> SendAsync(SendMessageRequest request, string key, DateTime deadline, CancellationToken giveUp)
    {
        var backoff = new Backoff();
        bool mayBeSent = false;
        while (true)
        {
            RpcException failure;
            try
            {
                return await AttemptAsync(request, key, deadline, giveUp);
            }
            catch (RpcException e)
            {
                failure = e;
            }

            // An earlier attempt may be on its way into the journal while this one finds the house full.
            if (!IsLost(failure) && !(mayBeSent && failure.StatusCode == StatusCode.ResourceExhausted))
            {
                throw failure;
            }

            mayBeSent |= !failure.IsUnprocessed;
            TimeSpan pause = backoff.Next();
            if (giveUp.IsCancellationRequested)
            {
                throw new SendFailedException(SendFailure.GivenUp, mayBeSent, journal.IsAnnounced, failure);
            }

            if (Left(deadline) <= pause)
            {
                throw new SendFailedException(SendFailure.Deadline, mayBeSent, journal.IsAnnounced, failure);
            }

            if (mayBeSent && !journal.IsAnnounced)
            {
                SendFailure why = failure.StatusCode == StatusCode.DeadlineExceeded ? SendFailure.Deadline : SendFailure.Unsafe;
                throw new SendFailedException(why, mayBeSent, isRepeatable: false, failure);
            }

            await Task.Delay(pause, clock, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SendTime> AttemptAsync(SendMessageRequest request, string key, DateTime deadline, CancellationToken giveUp)
    {
        // Half of what is left: where the connection leads nowhere any more, a second one is tried in time.
        TimeSpan half = Left(deadline) / 2;
        bool isPartial = journal.IsAnnounced && half >= ShortestAttempt;
        DateTime end = isPartial ? deadline - half : deadline;
        long begun = Stopwatch.GetTimestamp();
        try
        {
            var options = new CallOptions(new Metadata { { JournalMetadata.IdempotencyKey, key } }, end, giveUp);
            using AsyncUnaryCall<SendMessageResponse> call = client.SendMessage(request, options);
            SendMessageResponse response = await call.ResponseAsync;
            journal.Note(await call.ResponseHeadersAsync);
            return SendTime.From(response.SendTime);
        }
        catch (RpcException e) when (isPartial && e.StatusCode == StatusCode.DeadlineExceeded)
        {
            client.Doubt(begun);
            throw;
        }
    }

    // The server has not said what became of it; an inner exception is the connection's word, not the server's.
    private static bool IsLost(RpcException e) =>
        e.InnerException is not null || e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded;

    private TimeSpan Left(DateTime deadline) => deadline - clock.GetUtcNow().UtcDateTime;
}
