using Messenger.ClientHost.Connection;
using Messenger.Grpc;

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

    /// <summary>The answer where the server has spoken: what it says may leave open what became of the message.</summary>
    /// <param name="e">The server's word.</param>
    /// <param name="key">The key that the message was sent with.</param>
    /// <param name="isRepeatable">Whether the server knows a key when it comes again.</param>
    public static ProblemException From(RpcException e, string key, bool isRepeatable)
    {
        ProblemException problem = GrpcProblem.From(e);
        return e.IsRefusal()
            ? problem
            : new ProblemException(problem.Status, $"{problem.Message} {Unknown(key, isRepeatable)}", e);
    }

    private static string Outcome(SendFailedException e, string key) =>
        e.MayBeSent ? Unknown(key, e.IsRepeatable) : "The message was not sent.";

    private static string Unknown(string key, bool isRepeatable) => isRepeatable
        ? $"Whether it was sent is not known: sending it again with '{IdempotencyKey.Header}: {key}' tells."
        : "Whether it was sent is not known: sending it again may say it twice.";
}
