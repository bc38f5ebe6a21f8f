using Messenger.Grpc;

namespace Messenger.ServerHost;

/// <summary>
/// Where a client wants a stream of the shared chat to go on, and how the server tells it where one begins: in metadata, because the
/// contract's messages have no room for it.
/// </summary>
/// <param name="SendTime">The send time of the last message that the client knows.</param>
/// <param name="JournalId">The journal that it is of; null or empty if the client does not say.</param>
internal sealed record ResumeCursor(long SendTime, string? JournalId)
{
    /// <summary>The header with the journal's id, of a request that resumes, and of the responses after which one may resume or send again.</summary>
    public const string JournalHeader = "messenger-journal";

    private const string ResumeHeader = "messenger-resume-after";
    private const string PositionHeader = "messenger-position";

    /// <summary>The cursor in a call's headers; null if it has none.</summary>
    /// <exception cref="RpcException">It cannot be read.</exception>
    public static ResumeCursor? From(ServerCallContext call)
    {
        if (call.GetRequestHeader(ResumeHeader) is not { } time)
        {
            return null;
        }

        return SendTimestamp.TryParse(time, out long sendTime)
            ? new ResumeCursor(sendTime, call.GetRequestHeader(JournalHeader))
            : throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                $"'{ResumeHeader}' is '{time}': a time in UTC with nine digits is allowed, like 2026-01-31T23:59:59.123456789Z."));
    }

    /// <summary>The headers of a response that begins after the message with a send time.</summary>
    public static Metadata Headers(string journalId, long sendTime) => new()
    {
        { JournalHeader, journalId },
        { PositionHeader, SendTimestamp.Format(sendTime) },
    };
}
