using System.IO.Pipelines;

namespace Messenger.Grpc;

/// <summary>What comes over a connection, and when something last came.</summary>
internal sealed class WatchedInput(PipeReader input) : PipeReader
{
    private long _lastRead = Environment.TickCount64;

    /// <summary>When something last came; ms of uptime. May be asked from any thread.</summary>
    public long LastRead => Volatile.Read(ref _lastRead);

    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => input.ReadAsync(cancellationToken);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Volatile.Write(ref _lastRead, Environment.TickCount64);
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);
}
