using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Http;

/// <summary>What is answered where a message was not acknowledged: what became of it, and what to do.</summary>
internal static class SendProblem
{
    /// <summary>The answer.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="key">The key that the message was sent with.</param>
    /// <param name="server">Where it was sent.</param>
    public static ProblemException From(SendFailedException e, string key, string server)
    {
        (int status, string reason) = e.Failure switch
        {
            SendFailure.GivenUp => (StatusCodes.Status503ServiceUnavailable, "The client is stopping."),
            SendFailure.Deadline => (
                StatusCodes.Status504GatewayTimeout, $"The server at {server} has not acknowledged the message in time. {e.Message}"),
            _ => (StatusCodes.Status503ServiceUnavailable, $"The server at {server} has not acknowledged the message. {e.Message}"),
        };
        return new ProblemException(status, $"{reason} {Outcome(e, key)}", e);
    }

    private static string Outcome(SendFailedException e, string key) => e switch
    {
        { MayBeSent: false } => "The message was not sent.",
        { IsRepeatable: true } => $"Whether it was sent is not known: sending it again with '{IdempotencyKey.Header}: {key}' tells.",
        _ => "Whether it was sent is not known: sending it again may say it twice.",
    };
}
