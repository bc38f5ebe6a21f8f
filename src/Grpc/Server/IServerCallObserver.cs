namespace Messenger.Grpc;

/// <summary>Is told of the calls that a <see cref="GrpcServer"/> has served or refused: for metrics.</summary>
public interface IServerCallObserver
{
    /// <summary>
    /// A call has ended, a stream too. Called by the thread that ends it, for any number of calls at a time. It must not throw, and should
    /// be short.
    /// </summary>
    /// <param name="method">The method: <c>package.Service/Method</c>; null where the server has no such one.</param>
    /// <param name="status">The status that the client was given, or would have been if it had not left.</param>
    /// <param name="cause">The inner exception of the <see cref="RpcException"/> that it ended with, if there is one.</param>
    /// <param name="duration">How long it took, from the arrival of its headers.</param>
    void OnCallEnded(string? method, Status status, Exception? cause, TimeSpan duration);
}
