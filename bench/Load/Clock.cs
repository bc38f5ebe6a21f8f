using System.Diagnostics;

namespace Messenger.Load;

/// <summary>The one clock of a run: <see cref="Stopwatch"/>'s, in nanoseconds since the machine started.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;

    private static readonly bool IsNanoseconds = Stopwatch.Frequency == Second;
    private static readonly double NanosecondsPerTick = (double)Second / Stopwatch.Frequency;

    public static long Now
    {
        get
        {
            long ticks = Stopwatch.GetTimestamp();
            return IsNanoseconds ? ticks : (long)(ticks * NanosecondsPerTick);
        }
    }

    public static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;

    public static double Seconds(long nanoseconds) => (double)nanoseconds / Second;

    /// <summary>Waits as a task does: a millisecond or so too long, and never too short.</summary>
    public static async Task UntilAsync(long moment, CancellationToken cancellationToken)
    {
        // A delay is cut to milliseconds.
        for (long left = moment - Now; left > 0; left = moment - Now)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 + (left / (Second / 1000))), cancellationToken);
        }
    }
}
