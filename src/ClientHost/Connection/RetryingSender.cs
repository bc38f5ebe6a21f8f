using System.Diagnostics;
using Messenger.ClientHost.Metrics;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Sends a message until the server has answered, or the deadline has passed. It is sent again only where that cannot make two of it: to a
/// server that keeps a journal and knows the message's key, or after an attempt that provably did not reach the server.
/// </summary>
internal sealed class RetryingSender(Connections connections, ServerJournal journal, ClientMetrics metrics, TimeProvider clock)
{
    // An attempt that had less time and was not answered says nothing about the connection.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    // A server that is back is not kept waiting for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Returns the server's answer.</summary>
    /// <param name="attempt">Sends the message, with the same key each time, and tells the journal what the server has said of its own.</param>
    /// <param name="deadline">When there must be an answer, in UTC.</param>
    /// <param name="giveUp">Ends the attempts.</param>
    /// <exception cref="RpcException">The server has refused it.</exception>
    /// <exception cref="SendFailedException">It was not acknowledged.</exception>
    public async Task<T> SendAsync<T>(Func<CallOptions, Task<T>> attempt, DateTime deadline, CancellationToken giveUp)
    {
        SendOutcome outcome = SendOutcome.Unknown;
        try
        {
            T answer = await SendUntilAnsweredAsync(attempt, deadline, giveUp);
            outcome = SendOutcome.Kept;
            return answer;
        }
        catch (RpcException)
        {
            outcome = SendOutcome.Refused;
            throw;
        }
        catch (SendFailedException e) when (!e.MayBeSent)
        {
            outcome = SendOutcome.Unsent;
            throw;
        }
        finally
        {
            metrics.CountSend(outcome);
        }
    }

    private async Task<T> SendUntilAnsweredAsync<T>(Func<CallOptions, Task<T>> attempt, DateTime deadline, CancellationToken giveUp)
    {
        var backoff = new Backoff(LongestPause);
        bool mayBeSent = false;
        while (true)
        {
            RpcException failure;
            try
            {
                return await AttemptAsync(attempt, deadline, giveUp);
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

    private async Task<T> AttemptAsync<T>(Func<CallOptions, Task<T>> attempt, DateTime deadline, CancellationToken giveUp)
    {
        // Half of what is left: where the connection leads nowhere any more, a second one is tried in time.
        TimeSpan left = Left(deadline);
        TimeSpan time = journal.IsAnnounced && left / 2 >= ShortestAttempt ? left / 2 : left;
        DateTime end = clock.GetUtcNow().UtcDateTime + time;
        long begun = Stopwatch.GetTimestamp();
        try
        {
            return await attempt(new CallOptions(null, end, giveUp));
        }
        catch (RpcException e) when (time >= ShortestAttempt && e.StatusCode == StatusCode.DeadlineExceeded)
        {
            connections.Doubt(begun);
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
