using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>Serves the calls of a method whose both sides are streams.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, DuplexFrameStreamingServerMethod<TRequest> serve) : MethodHandler(method.FullName)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async Task HandleAsync(ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, method.RequestParser);
        try
        {
            await serve(requests, call.Responses, call);
        }
        finally
        {
            await requests.StopAsync();
        }
    }
}
