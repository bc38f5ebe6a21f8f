using System.Net;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>The one request of a call.</summary>
internal sealed class SingleRequestContent(IMessage message) : RequestContent
{
    private readonly byte[] _frame = MessageFrame.Encode(message);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_frame);
        SetSent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
