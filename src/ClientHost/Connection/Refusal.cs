using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>What a failed call says of what it was to do.</summary>
internal static class Refusal
{
    /// <summary>Whether the server says by this status that it was not done; after any other it may have been.</summary>
    public static bool IsRefusal(this StatusCode code) => code
        is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.ResourceExhausted
        or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.Unimplemented or StatusCode.PermissionDenied
        or StatusCode.Unauthenticated;
}
