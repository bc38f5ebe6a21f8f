namespace Messenger.Grpc;

/// <summary>A stream of messages to read. For one reader, one call at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> came to.</summary>
    /// <exception cref="InvalidOperationException">There is none: nothing was read, or the stream has ended.</exception>
    T Current { get; }

    /// <summary>
    /// Goes on to the next message, as soon as it is there; false at the stream's end: on the client with OK, on the server when the client
    /// has sent its last.
    /// </summary>
    /// <param name="cancellationToken">
    /// On the client it cancels the whole call. On the server it cancels only this wait: no message is lost, and a later call goes on.
    /// </param>
    /// <exception cref="RpcException">
    /// On the client: the stream ended otherwise. On the server: a request is bad or cut short; no more can be read, and a method that lets
    /// the exception through ends the call with its status.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// On the server only: the token was cancelled, or the call has ended (its client is gone, its deadline has passed, the server ended it).
    /// </exception>
    /// <exception cref="InvalidOperationException">On the server only: the call before this one has not completed.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
