using System.Buffers;
using System.IO.Pipelines;

namespace Messenger.ClientHost.Http;

/// <summary>Reads a request's body. Nothing is done for a request before its body is there: it may be cut off half-way.</summary>
internal static class RequestBody
{
    /// <summary>The whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or cut off.</exception>
    public static async Task<byte[]> ReadToEndAsync(PipeReader body, CancellationToken cancellationToken)
    {
        ReadResult read = await body.ReadAsync(cancellationToken);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(cancellationToken);
        }

        byte[] bytes = read.Buffer.ToArray();
        body.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
