using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>
/// The reads of a call whose writer reads, too: what has ended the call stands behind the last message, and a write that has failed must
/// know it although nobody may be reading. The messages before it are kept for the reader.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class SharedReads<T>(ClientCall<T> call)
    where T : class, IMessage<T>
{
    // Held by whoever reads from the call; guards _ahead.
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Queue<T> _ahead = [];

    /// <summary>The next message; null when the call has ended with OK.</summary>
    public async Task<T?> ReadAsync()
    {
        await _reading.WaitAsync();
        try
        {
            return _ahead.TryDequeue(out T? message) ? message : await call.ReadAsync();
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// How the call has ended. Only for a call whose stream is over: what is still to be read has come already, and is not more than the
    /// stream's window.
    /// </summary>
    public async Task<RpcException> ReadToTheEndAsync()
    {
        await _reading.WaitAsync();
        try
        {
            while (call.Status is null && await call.ReadAsync() is { } message)
            {
                _ahead.Enqueue(message);
            }
        }
        catch (RpcException e)
        {
            return e;
        }
        finally
        {
            _reading.Release();
        }

        return call.Failure;
    }
}
