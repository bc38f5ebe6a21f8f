using System.Globalization;
using Messenger.Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace Messenger.Grpc;

/// <summary>Writes a status into headers or trailers.</summary>
internal static class StatusHeaders
{
    private static readonly string[] Numbers =
        [.. Enumerable.Range(0, (int)StatusCode.Unauthenticated + 1).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A code that gRPC does not have becomes UNKNOWN; without a detail there is no message.</summary>
    public static void SetStatus(this IHeaderDictionary headers, Status status)
    {
        int code = (int)status.StatusCode;
        headers[GrpcHeaders.Status] = Numbers[(uint)code < (uint)Numbers.Length ? code : (int)StatusCode.Unknown];
        if (!string.IsNullOrEmpty(status.Detail))
        {
            headers[GrpcHeaders.Message] = StatusMessage.Encode(status.Detail);
        }
    }
}
