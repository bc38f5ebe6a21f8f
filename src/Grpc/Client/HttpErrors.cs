using System.Net;

namespace Messenger.Grpc;

/// <summary>What HTTP's ways to fail mean for a call (gRPC over HTTP2, "HTTP2 Transport Mapping"; grpc/doc/http-grpc-status-mapping.md).</summary>
internal static class HttpErrors
{
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xB;
    private const long InadequateSecurity = 0xC;

    /// <summary>The code of a response without <c>grpc-status</c>.</summary>
    public static StatusCode CodeOf(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>How the call failed, for what the HTTP client or its streams have thrown.</summary>
    public static Status ToStatus(Exception exception, DateTime? deadline) => StatusOf(ProtocolErrorOf(exception), exception, deadline);

    /// <summary>Whether the server complained of too many requests or pings.</summary>
    public static bool IsComplaint(Exception exception) => ProtocolErrorOf(exception)?.ErrorCode == EnhanceYourCalm;

    /// <summary>Whether a call that failed before its response began never reached the server's method.</summary>
    public static bool IsUnprocessed(Exception exception) =>
        (ProtocolErrorOf(exception) is { ErrorCode: RefusedStream } error && IsOfStream(error))
        || exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };

    private static Status StatusOf(HttpProtocolException? error, Exception exception, DateTime? deadline) => error?.ErrorCode switch
    {
        RefusedStream when IsOfStream(error) => new Status(StatusCode.Unavailable, "The server refused the stream."),
        Cancel when deadline <= DateTime.UtcNow => new Status(StatusCode.DeadlineExceeded, "The deadline has passed."),
        Cancel => new Status(StatusCode.Cancelled, "The server cancelled the stream."),
        EnhanceYourCalm => new Status(StatusCode.ResourceExhausted, "The server asks for fewer requests or pings."),
        InadequateSecurity => new Status(StatusCode.PermissionDenied, "The connection is not secure enough for the server."),
        { } code when IsOfStream(error) => new Status(StatusCode.Internal, $"The stream was reset with HTTP/2 error {code}."),
        _ when exception is OperationCanceledException =>
            new Status(StatusCode.Unavailable, "The connection to the server failed: connecting took too long."),
        _ => new Status(StatusCode.Unavailable, $"The connection to the server failed: {exception.Message}"),
    };

    // Only its text tells a stream's end from its connection's, such as a ping that nobody answered. The names of errors have STREAM in them.
    private static bool IsOfStream(HttpProtocolException error) => error.Message.Contains("the stream", StringComparison.Ordinal);

    private static HttpProtocolException? ProtocolErrorOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is HttpProtocolException protocol)
            {
                return protocol;
            }
        }

        return null;
    }
}
