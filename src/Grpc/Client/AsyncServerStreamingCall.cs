using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>A call that is answered by a stream. Disposing it resets the stream, if it has not ended.</summary>
public sealed class AsyncServerStreamingCall<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TResponse> _call;
    private Task<Metadata>? _headers;

    internal AsyncServerStreamingCall(ClientCall<TResponse> call)
    {
        _call = call;
        ResponseStream = new ClientStreamReader<TResponse>(call, call.ReadAsync);
    }

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>
    /// The metadata of the response's headers: when it completes, the stream is open. Fails with <see cref="RpcException"/> when the call
    /// ends before.
    /// </summary>
    public Task<Metadata> ResponseHeadersAsync => _headers ??= _call.ReadHeadersAsync();

    /// <summary>
    /// Completes when the request was written to a connection that is open, which does not say that the server has read it. Some servers
    /// send their headers only with the first message, and this is all that can be known before. Fails with <see cref="RpcException"/>
    /// when the call ends before.
    /// </summary>
    public Task RequestSentAsync => _call.Sent;

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "gRPC's name for it.")]
    public Status GetStatus() => _call.Status ?? throw new InvalidOperationException("The call has not ended.");

    /// <summary>What came along with the status.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "gRPC's name for it.")]
    public Metadata GetTrailers() =>
        _call.Status is not null ? _call.Trailers : throw new InvalidOperationException("The call has not ended.");

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();
}
