namespace Messenger.Grpc;

/// <summary>
/// A call ended with a status other than OK. On the server a method throws it to end its call so; on the client it is how every failure
/// of a call, the connection's included, arrives.
/// </summary>
public sealed class RpcException : Exception
{
    /// <summary>A call that ended with <paramref name="status"/>.</summary>
    /// <param name="status">The status; OK only where a request is written after the call has ended well.</param>
    /// <param name="trailers">What goes along with it, or came along with it.</param>
    /// <param name="innerException">What caused it; never told to the other side.</param>
    public RpcException(Status status, Metadata? trailers = null, Exception? innerException = null)
        : base(status.ToString(), innerException)
    {
        Status = status;
        Trailers = trailers ?? [];
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>
    /// On the client: the call provably never reached the method that serves it, so that calling again cannot do twice what it does. It
    /// could not connect, its request was not written, or the server refused the stream: the cases of transparent retries (gRPC proposal
    /// A6). False says nothing.
    /// </summary>
    public bool IsUnprocessed { get; init; }

    /// <summary>What went along with the status; may be empty.</summary>
    public Metadata Trailers { get; }
}
