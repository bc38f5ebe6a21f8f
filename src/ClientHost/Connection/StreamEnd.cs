using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>What the status that a stream has ended with says of opening it again.</summary>
internal static class StreamEnd
{
    /// <summary>The server says no, and would say it again.</summary>
    public static bool IsFinal(StatusCode code) => code
        is StatusCode.NotFound or StatusCode.InvalidArgument or StatusCode.Unimplemented or StatusCode.PermissionDenied
        or StatusCode.Unauthenticated;

    /// <summary>The place in the messages that was asked for is not there, or no longer.</summary>
    public static bool IsPlaceLost(StatusCode code) => code is StatusCode.OutOfRange or StatusCode.DataLoss;
}
