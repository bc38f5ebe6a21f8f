using System.Net;
using System.Net.Http.Headers;

namespace Messenger.Grpc.Tests;

/// <summary>A request body that goes out piece by piece, each flushed, and stays open until it may end.</summary>
internal sealed class PiecewiseContent : HttpContent
{
    private readonly byte[][] _pieces;
    private readonly Task _mayEnd;

    public PiecewiseContent(byte[][] pieces, Task? mayEnd = null)
    {
        _pieces = pieces;
        _mayEnd = mayEnd ?? Task.CompletedTask;
        Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
    }

    public PiecewiseContent(params byte[][] pieces)
        : this(pieces, null)
    {
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        foreach (byte[] piece in _pieces)
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }

        await _mayEnd;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
