namespace Messenger.ClientHost.Http;

/// <summary>The request cannot be served; it is answered with a <see cref="Problem"/>.</summary>
internal sealed class ProblemException(int status, string detail, Exception? innerException = null) : Exception(detail, innerException)
{
    public int Status { get; } = status;
}
