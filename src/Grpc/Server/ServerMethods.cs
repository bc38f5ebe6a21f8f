namespace Messenger.Grpc;

/// <summary>Serves a unary call.</summary>
public delegate Task<TResponse> UnaryServerMethod<in TRequest, TResponse>(TRequest request, ServerCallContext context);

/// <summary>Serves a call that is answered by a stream; the stream ends when the task completes.</summary>
public delegate Task ServerStreamingServerMethod<in TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>
/// Serves a call with a stream on both sides; the stream of responses ends when the task completes, whether or not the requests were read
/// to their end. One task may read while another writes; both must be over before the method's own task completes.
/// </summary>
/// <remarks>
/// The response's headers go out with <see cref="ServerCallContext.WriteResponseHeadersAsync"/> or the first response. A client may wait
/// for them before it sends anything.
/// </remarks>
public delegate Task DuplexStreamingServerMethod<in TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>
/// Serves a call that is answered by a stream of responses encoded before, or by a single one; it ends when the task completes.
/// </summary>
public delegate Task FrameStreamingServerMethod<in TRequest>(TRequest request, IFrameWriter responseStream, ServerCallContext context);

/// <summary>
/// Serves a call with a stream on both sides, as <see cref="DuplexStreamingServerMethod{TRequest, TResponse}"/> does, whose responses it
/// encodes and flushes itself.
/// </summary>
public delegate Task DuplexFrameStreamingServerMethod<in TRequest>(
    IAsyncStreamReader<TRequest> requestStream, IFrameWriter responseStream, ServerCallContext context);
