namespace Messenger.Grpc.Protocol;

/// <summary>The names and values that the protocol reserves.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string UnderstoodEncodings = "identity,gzip";

    private static readonly HashSet<string> NotMetadata = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "te", Timeout, Encoding, AcceptEncoding, "host", "accept-encoding", Status, Message,
    };

    private static readonly HashSet<string> OfTransport = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-length", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    };

    /// <summary>Whether a header is metadata that an application sees, and not the transport's or the protocol's own.</summary>
    public static bool IsMetadata(string name) => !name.StartsWith(':') && !NotMetadata.Contains(name);

    /// <summary>Whether metadata of this name may go out: what the protocol and the transport write themselves, they write alone.</summary>
    public static bool MaySend(string name) => (IsMetadata(name) && !OfTransport.Contains(name)) || name == AcceptEncoding;

    /// <summary><c>application/grpc</c>, then the end, <c>+…</c> or <c>;…</c>, in any case.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');
}
