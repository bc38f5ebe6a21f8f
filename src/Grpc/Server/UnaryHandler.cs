using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Serves the calls of a unary method.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> serve) : MethodHandler(method.FullName)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    // Up to so much of a response goes out in one piece with the trailers, without a flush.
    private const int FlushAfterBytes = 64 << 10;

    public override async Task HandleAsync(ServerCall call)
    {
        TRequest request = await call.ReadRequestAsync(method.RequestParser);
        TResponse response = await serve(request, call);
        if (call.Status.StatusCode == StatusCode.OK)
        {
            await WriteAsync(MessageFrame.Encode(response), call.Responses);
        }
    }

    // What is not flushed, Kestrel keeps for as long as the peer likes. A peer that does not read a flush is cut off.
    private static async ValueTask WriteAsync(ReadOnlyMemory<byte> frame, IFrameWriter responses)
    {
        while (frame.Length > FlushAfterBytes)
        {
            responses.Write(frame.Span[..FlushAfterBytes]);
            await responses.FlushAsync();
            frame = frame[FlushAfterBytes..];
        }

        responses.Write(frame.Span);
    }
}
