namespace Messenger.Grpc;

/// <summary>A stream of responses to write. For one writer, one call at a time.</summary>
public interface IServerStreamWriter<in T>
{
    /// <summary>Writes a message and flushes it.</summary>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    Task WriteAsync(T message);
}
