namespace Messenger.Stress;

/// <summary>
/// Tells for certain what came before what: if a reading is lower than another one, it was taken earlier, on whatever threads they were.
/// </summary>
internal sealed class LogicalClock
{
    private long _now;

    public long Read() => Interlocked.Increment(ref _now);
}
