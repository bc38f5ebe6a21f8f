using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>A call with one request and one response. Disposing it resets its stream, if it has not ended.</summary>
public sealed class AsyncUnaryCall<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TResponse> _call;
    private Task<Metadata>? _headers;

    internal AsyncUnaryCall(ClientCall<TResponse> call)
    {
        _call = call;
        ResponseAsync = ReadAsync();

        // Seen: who asks for the headers alone is told by them.
        _ = ResponseAsync.ContinueWith(
            static response => response.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>The response. Fails with <see cref="RpcException"/> when the call fails, by the server's word or on its way.</summary>
    public Task<TResponse> ResponseAsync { get; }

    /// <summary>
    /// The metadata of the response's headers. Fails with <see cref="RpcException"/> when the call ends before; a call that fails may
    /// have none.
    /// </summary>
    public Task<Metadata> ResponseHeadersAsync => _headers ??= _call.ReadHeadersAsync();

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();

    private async Task<TResponse> ReadAsync()
    {
        TResponse response = await _call.ReadAsync()
            ?? throw new RpcException(new Status(StatusCode.Internal, "The server answered OK without a message."));
        return await _call.ReadAsync() is null
            ? response
            : throw new RpcException(new Status(StatusCode.Internal, "The server answered with more than one message."));
    }
}
