using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>What a failed call says of what it was to do.</summary>
internal static class Refusal
{
    /// <summary>Whether the server has said by its status that it was not done; otherwise it may have been.</summary>
    public static bool IsRefusal(this RpcException e) => e is
    {
        // With one it is the connection that speaks.
        InnerException: null,
        StatusCode: StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.ResourceExhausted
        or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.Unimplemented or StatusCode.PermissionDenied
        or StatusCode.Unauthenticated,
    };
}
