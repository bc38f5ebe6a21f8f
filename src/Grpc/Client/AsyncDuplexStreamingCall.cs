using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>
/// A call with a stream of requests and a stream of responses, which are independent of each other: one task may write while another
/// reads. Disposing it, from any thread, resets both, if the call has not ended; waiting reads and writes fail with
/// <see cref="StatusCode.Cancelled"/> then.
/// </summary>
/// <remarks>
/// The call's end is behind the last response. A server mostly stops the requests when it has ended the call; where it does not, a write
/// that waits for it learns of the end only when the responses are read.
/// </remarks>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TResponse> _call;
    private Task<Metadata>? _headers;

    internal AsyncDuplexStreamingCall(ClientCall<TResponse> call, RequestStreamContent content)
    {
        _call = call;
        var reads = new SharedReads<TResponse>(call);
        RequestStream = new ClientStreamWriter<TRequest, TResponse>(call, content, reads);
        ResponseStream = new ClientStreamReader<TResponse>(call, reads.ReadAsync);
    }

    /// <summary>The requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>
    /// Completes when the headers of the request were written to a connection that is open, before any request is. Fails with
    /// <see cref="RpcException"/> when the call ends before.
    /// </summary>
    public Task RequestHeadersSentAsync => _call.Sent;

    /// <summary>
    /// The metadata of the response's headers, which may come before any request was written. Fails with <see cref="RpcException"/> when
    /// the call ends before.
    /// </summary>
    public Task<Metadata> ResponseHeadersAsync => _headers ??= _call.ReadHeadersAsync();

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended, or its end was not read.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "gRPC's name for it.")]
    public Status GetStatus() => _call.Status ?? throw new InvalidOperationException("The call has not ended.");

    /// <summary>What came along with the status.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended, or its end was not read.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "gRPC's name for it.")]
    public Metadata GetTrailers() =>
        _call.Status is not null ? _call.Trailers : throw new InvalidOperationException("The call has not ended.");

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();
}
