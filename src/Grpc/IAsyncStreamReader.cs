namespace Messenger.Grpc;

/// <summary>A stream of messages to read. For one reader, one call at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> came to.</summary>
    /// <exception cref="InvalidOperationException">There is none: nothing was read, or the stream has ended.</exception>
    T Current { get; }

    /// <summary>Goes on to the next message, as soon as it is there; false at the stream's end with OK.</summary>
    /// <param name="cancellationToken">Cancels the whole call, not only this wait.</param>
    /// <exception cref="RpcException">The stream ended otherwise.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
