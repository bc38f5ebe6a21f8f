namespace Messenger.Grpc;

/// <summary>One call, as the method that serves it sees it. For the method's own use, not for several threads at a time.</summary>
public abstract class ServerCallContext
{
    /// <summary>The path of the call: <c>/package.Service/Method</c>.</summary>
    public abstract string Method { get; }

    /// <summary>The host that the client asked for (<c>:authority</c>); may be empty.</summary>
    public abstract string Host { get; }

    /// <summary>The client's address: <c>ipv4:address:port</c> or <c>ipv6:[address]:port</c>; <c>unknown</c> where there is none.</summary>
    public abstract string Peer { get; }

    /// <summary>When the call must be over, in UTC; <see cref="DateTime.MaxValue"/> if it may take for ever.</summary>
    public abstract DateTime Deadline { get; }

    /// <summary>What the client sent along.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the value of a <c>-bin</c> header is not base64.</exception>
    public abstract Metadata RequestHeaders { get; }

    /// <summary>
    /// The text of the last of the <see cref="RequestHeaders"/> with this key, or null. It reads no other, and
    /// nothing of them is kept for as long as the call is open.
    /// </summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the client has sent a text with this key that is not printable ASCII.</exception>
    public abstract string? GetRequestHeader(string key);

    /// <summary>
    /// Cancelled when nobody waits for the result any more: the client or its connection is gone, the deadline has passed, or the server
    /// has ended the call.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>What goes along with the status at the end.</summary>
    public abstract Metadata ResponseTrailers { get; }

    /// <summary>
    /// The status the call ends with if the method does not throw; OK unless set. Once the call was ended from outside, the status it was
    /// ended with: <see cref="StatusCode.DeadlineExceeded"/>, <see cref="StatusCode.Aborted"/> where the client does not read,
    /// <see cref="StatusCode.Cancelled"/> where nothing came from it any more, or what a stop of the server gave.
    /// </summary>
    public abstract Status Status { get; set; }

    /// <summary>
    /// Has an entry go along with the response's headers, whenever those are sent: with the first response, or with the status where there
    /// is none.
    /// </summary>
    /// <exception cref="InvalidOperationException">They were sent already.</exception>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public abstract void AddResponseHeader(MetadataEntry header);

    /// <summary>
    /// Sends the response's headers, at once, with <paramref name="headers"/> among them; for a stream this tells the client that it is
    /// open. Once per call, before the first response.
    /// </summary>
    /// <exception cref="InvalidOperationException">They were sent already.</exception>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public abstract Task WriteResponseHeadersAsync(Metadata? headers = null);
}
