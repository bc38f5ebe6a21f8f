using Microsoft.Extensions.Logging;

namespace Messenger.Grpc;

/// <summary>What the server half logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1301, LogLevel.Error, "{Method} failed.")]
    public static partial void MethodFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(1302, LogLevel.Information, "{Method} was cancelled by {Peer}.")]
    public static partial void CallCancelled(ILogger logger, string method, string peer);

    [LoggerMessage(1303, LogLevel.Warning, "{Peer} has not read from {Method} for {FlushTimeout}: its stream is reset.")]
    public static partial void PeerDoesNotRead(ILogger logger, string method, string peer, TimeSpan flushTimeout);

    [LoggerMessage(1304, LogLevel.Information, "The grpc-timeout '{Timeout}' of a call of {Method} is not readable: it is ignored.")]
    public static partial void TimeoutIgnored(ILogger logger, string timeout, string method);

    [LoggerMessage(1305, LogLevel.Error, "A call of {Method} could not be ended.")]
    public static partial void EndingFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(1306, LogLevel.Warning, "{Peer} has read nothing for {FlushTimeout}: its connection is closed.")]
    public static partial void PeerIsStuck(ILogger logger, string peer, TimeSpan flushTimeout);

    [LoggerMessage(1307, LogLevel.Warning, "The connection of {Peer} has ended: nothing has come over it for {Silence}.")]
    public static partial void PeerIsSilent(ILogger logger, string peer, TimeSpan silence);
}
