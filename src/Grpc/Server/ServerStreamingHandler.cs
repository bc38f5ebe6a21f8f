using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Serves the calls of a method that answers with frames which it writes itself: a stream of them, or a single one.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, FrameStreamingServerMethod<TRequest> serve) : MethodHandler(method.FullName)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task HandleAsync(ServerCall call)
    {
        TRequest request = await call.ReadRequestAsync(method.RequestParser);
        await serve(request, call.Responses, call);
    }
}
