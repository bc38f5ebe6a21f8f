using System.Globalization;
using System.Net.Http.Headers;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>What stands in a response's headers or trailers.</summary>
internal static class ResponseHeaders
{
    /// <summary>The first value of a header, or null.</summary>
    public static string? ValueOf(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    /// <summary>The status; null if there is none. A code that gRPC does not have is UNKNOWN.</summary>
    public static Status? StatusOf(HttpHeaders headers)
    {
        if (ValueOf(headers, GrpcHeaders.Status) is not { } number)
        {
            return null;
        }

        StatusCode code = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value <= (int)StatusCode.Unauthenticated
            ? (StatusCode)value
            : StatusCode.Unknown;
        return new Status(code, StatusMessage.Decode(ValueOf(headers, GrpcHeaders.Message) ?? ""));
    }

    /// <summary>The metadata. What is not base64 where it should be is passed over: a status is worth more than that.</summary>
    public static Metadata MetadataOf(HttpHeaders headers)
    {
        Metadata metadata = [];
        foreach ((string name, IEnumerable<string> values) in headers)
        {
            try
            {
                MetadataHeaders.Add(metadata, name, values);
            }
            catch (RpcException)
            {
                // Not base64: the entry is no metadata.
            }
        }

        return metadata;
    }
}
