namespace Messenger.Grpc;

/// <summary>A stream of requests to write. For one writer, one call at a time; the responses may be read meanwhile.</summary>
public interface IClientStreamWriter<in T>
{
    /// <summary>
    /// Writes a message and flushes it; messages arrive in the order of the writes. Completes when the connection has taken the message,
    /// which does not say that the server has read it: while the server does not read, it waits, and ends when the call does.
    /// </summary>
    /// <exception cref="RpcException">
    /// The call has ended, with this status: OK, too, where the server has ended it well before the requests were complete.
    /// </exception>
    /// <exception cref="InvalidOperationException">The write before has not completed, or the requests were completed.</exception>
    Task WriteAsync(T message);

    /// <summary>
    /// Tells the server that no more requests come; the responses go on. More than once, or after the call has ended, it does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">A write has not completed.</exception>
    Task CompleteAsync();
}
