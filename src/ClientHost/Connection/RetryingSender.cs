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
    // An attempt that had less time and was not answered says nothing about the connection.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    // A server that is back is not kept waiting for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the server accepted the message.</summary>
    /// <exception cref="RpcException">The server has refused it.</exception>
    /// <exception cref="SendFailedException">It was not acknowledged.</exception>
    public async Task<SendTime> SendAsync(SendMessageRequest request, string key, DateTime deadline, CancellationToken giveUp)
    {
        var backoff = new Backoff(LongestPause);
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

            if (IsLastWord(failure, mayBeSent))
            {
                throw failure;
            }

            mayBeSent |= !failure.IsUnprocessed;
            if (giveUp.IsCancellationRequested)
            {
                throw new SendFailedException(SendFailure.GivenUp, mayBeSent, journal.IsAnnounced, failure);
            }

            TimeSpan left = Left(deadline);
            if (left <= TimeSpan.Zero)
            {
                throw new SendFailedException(SendFailure.Deadline, mayBeSent, journal.IsAnnounced, failure);
            }

            if (mayBeSent && !journal.IsAnnounced)
            {
                SendFailure why = failure.StatusCode == StatusCode.DeadlineExceeded ? SendFailure.Deadline : SendFailure.Unsafe;
                throw new SendFailedException(why, mayBeSent, isRepeatable: false, failure);
            }

            TimeSpan pause = backoff.Next();
            await Task.Delay(pause < left ? pause : left, clock, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SendTime> AttemptAsync(SendMessageRequest request, string key, DateTime deadline, CancellationToken giveUp)
    {
        // Half of what is left: where the connection leads nowhere any more, a second one is tried in time.
        TimeSpan left = Left(deadline);
        TimeSpan time = journal.IsAnnounced && left / 2 >= ShortestAttempt ? left / 2 : left;
        DateTime end = clock.GetUtcNow().UtcDateTime + time;
        long begun = Stopwatch.GetTimestamp();
        try
        {
            var options = new CallOptions(new Metadata { { JournalMetadata.IdempotencyKey, key } }, end, giveUp);
            using AsyncUnaryCall<SendMessageResponse> call = client.SendMessage(request, options);
            SendMessageResponse response = await call.ResponseAsync;
            journal.Note(await call.ResponseHeadersAsync);
            return SendTime.From(response.SendTime);
        }
        catch (RpcException e) when (time >= ShortestAttempt && e.StatusCode == StatusCode.DeadlineExceeded)
        {
            client.Doubt(begun);
            throw;
        }
    }

    // The server has refused this attempt; of an earlier one, which may be on its way into the journal, only these say something as well.
    private static bool IsLastWord(RpcException e, bool mayBeSent) =>
        !IsLost(e)
        && (!mayBeSent || e.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists);

    // The server has not said what became of it; an inner exception is the connection's word, not the server's.
    private static bool IsLost(RpcException e) =>
        e.InnerException is not null || e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded;

    private TimeSpan Left(DateTime deadline) => deadline - clock.GetUtcNow().UtcDateTime;
}
