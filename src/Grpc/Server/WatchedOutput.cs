using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Messenger.Grpc;

/// <summary>What is sent over a connection, and since when a flush of it waits for the peer.</summary>
internal sealed class WatchedOutput(PipeWriter output) : PipeWriter
{
    private const long NotFlushing = -1;

    private long _flushingSince = NotFlushing;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    /// <summary>Whether a flush has been waiting since <paramref name="tickCount"/> or before; ms of uptime. May be asked from any thread.</summary>
    public bool IsFlushingSince(long tickCount) => Volatile.Read(ref _flushingSince) is var since && since != NotFlushing && since <= tickCount;

    public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public override void Advance(int bytes) => output.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<FlushResult> flush = output.FlushAsync(cancellationToken);
        return flush.IsCompleted ? flush : WaitAsync(flush);
    }

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => output.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        Volatile.Write(ref _flushingSince, Environment.TickCount64);
        try
        {
            return await flush;
        }
        finally
        {
            Volatile.Write(ref _flushingSince, NotFlushing);
        }
    }
}
