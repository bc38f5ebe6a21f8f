using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Serves the calls of a unary method.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> serve) : MethodHandler
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task HandleAsync(ServerCall call)
    {
        TRequest request = await call.ReadRequestAsync(method.RequestParser);
        TResponse response = await serve(request, call);

        // The response is not flushed: it goes out in one piece with the trailers.
        if (call.Status.StatusCode == StatusCode.OK)
        {
            call.Responses.Write(MessageFrame.Encode(response));
        }
    }
}
