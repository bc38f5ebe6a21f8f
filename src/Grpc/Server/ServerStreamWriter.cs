using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Encodes each message and sends it at once.</summary>
internal sealed class ServerStreamWriter<T>(IFrameWriter frames) : IServerStreamWriter<T>
    where T : IMessage<T>
{
    public Task WriteAsync(T message)
    {
        frames.Write(MessageFrame.Encode(message));
        return frames.FlushAsync().AsTask();
    }
}
