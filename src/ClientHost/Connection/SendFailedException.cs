using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>A message was not acknowledged, although the server has not refused it.</summary>
/// <param name="failure">Why it is not sent again.</param>
/// <param name="mayBeSent">Whether it may have been stored all the same; false where it provably was not.</param>
/// <param name="isRepeatable">Whether the server knows a key when it comes again.</param>
/// <param name="cause">How the last attempt failed.</param>
internal sealed class SendFailedException(SendFailure failure, bool mayBeSent, bool isRepeatable, RpcException cause)
    : Exception(cause.Status.Detail, cause)
{
    public SendFailure Failure { get; } = failure;

    public bool MayBeSent { get; } = mayBeSent;

    public bool IsRepeatable { get; } = isRepeatable;
}
