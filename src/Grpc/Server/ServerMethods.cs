namespace Messenger.Grpc;

/// <summary>Serves a unary call.</summary>
public delegate Task<TResponse> UnaryServerMethod<in TRequest, TResponse>(TRequest request, ServerCallContext context);

/// <summary>Serves a call that is answered by a stream; the stream ends when the task completes.</summary>
public delegate Task ServerStreamingServerMethod<in TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>Serves a call that is answered by a stream of responses encoded before; the stream ends when the task completes.</summary>
public delegate Task FrameStreamingServerMethod<in TRequest>(TRequest request, IFrameWriter responseStream, ServerCallContext context);
