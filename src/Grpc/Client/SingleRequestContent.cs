using System.Net;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>The one request of a call.</summary>
internal sealed class SingleRequestContent(IMessage message) : RequestContent
{
    private readonly byte[] _frame = MessageFrame.Encode(message);
    private volatile bool _isBegun;

    // A server begins with such a call when it has its message.
    public override bool IsUnsent => !_isBegun;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _isBegun = true;
        await stream.WriteAsync(_frame);
        SetSent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
