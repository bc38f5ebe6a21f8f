using System.Net;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>The one request of a call; it knows when it has gone out.</summary>
internal sealed class RequestContent(IMessage message) : HttpContent
{
    private readonly byte[] _frame = MessageFrame.Encode(message);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request was written to a connection that is open; fails when the call has failed before.</summary>
    public Task Sent => _sent.Task;

    public void Fail(RpcException failure)
    {
        if (_sent.TrySetException(failure))
        {
            // Seen: most callers never ask, and are told of the failure elsewhere.
            _ = _sent.Task.Exception;
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_frame);
        _sent.TrySetResult();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
