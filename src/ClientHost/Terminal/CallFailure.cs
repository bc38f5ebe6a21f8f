using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>What a call's failure is called.</summary>
internal sealed class CallFailure(Texts texts, string server)
{
    /// <summary>The sentence for a status.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="roomId">The room that it was about; null if it was about none.</param>
    public Line SentenceFor(Status status, string? roomId = null) => new(
        status.StatusCode switch
        {
            StatusCode.NotFound when roomId is not null => Texts.Fill(texts.UnknownRoom, roomId),
            StatusCode.Unavailable => Texts.Fill(texts.Unreachable, server, status.Detail),
            StatusCode.DeadlineExceeded => Texts.Fill(texts.NoAnswer, server),
            StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.ResourceExhausted
                or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.PermissionDenied or StatusCode.Unauthenticated
                => Texts.Fill(texts.Refused, status.Detail),
            _ => Texts.Fill(texts.ServerFailed, $"{status.StatusCode}. {status.Detail}"),
        },
        TextRole.Warning);
}
