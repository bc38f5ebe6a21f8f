using Messenger.Grpc;

namespace Messenger.ClientHost.Http;

/// <summary>What a failed call of the server means for the HTTP request behind it.</summary>
internal static class GrpcProblem
{
    /// <summary>The answer.</summary>
    /// <param name="e">How the call has failed.</param>
    /// <param name="hasCursor">Whether the call may name a place in a room, which may be gone.</param>
    public static ProblemException From(RpcException e, bool hasCursor = false)
    {
        int status = e.StatusCode switch
        {
            StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            StatusCode.NotFound => StatusCodes.Status404NotFound,
            StatusCode.AlreadyExists => StatusCodes.Status409Conflict,
            StatusCode.OutOfRange when hasCursor => StatusCodes.Status410Gone,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status502BadGateway,
        };
        return new ProblemException(status, e.Status.Detail, e);
    }
}
