namespace Messenger.Journal;

/// <summary>
/// Send times: nanoseconds since 1970-01-01T00:00Z that tell the order of a room's messages by themselves.
/// </summary>
/// <remarks>
/// Within a room they strictly increase, whatever the clock does, and neighbours are at least a microsecond apart, so that the order
/// survives a reader that keeps microseconds only. The last of the nine digits is never zero, so that printers which drop trailing
/// zeros, or print 3, 6 or 9 digits as needed, print nine: then comparing the strings compares the times.
/// </remarks>
public static class SendTimes
{
    /// <summary>A time before every send time: what stands for the last message where there is none.</summary>
    public const long BeforeFirst = 1;

    private const long Microsecond = 1_000;

    /// <summary>The send time of a message that is accepted at <paramref name="now"/>, after one with <paramref name="last"/>.</summary>
    /// <param name="last">The room's last send time, or 0 if there is none.</param>
    /// <param name="now">What the clock says.</param>
    public static long Next(long last, DateTimeOffset now)
    {
        long ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long time = Math.Max(ticks * TimeSpan.NanosecondsPerTick, last + Microsecond);
        return time % 10 == 0 ? time + 1 : time;
    }

    /// <summary>By bisection: the largest of ascending indices whose time is <paramref name="time"/> or earlier.</summary>
    /// <param name="low">An index whose time is early enough, which need not be looked at.</param>
    /// <param name="high">The last index.</param>
    /// <param name="time">The time.</param>
    /// <param name="timeOf">The time of an index.</param>
    internal static long Find(long low, long high, long time, Func<long, long> timeOf)
    {
        while (low < high)
        {
            long middle = high - ((high - low) / 2);
            if (timeOf(middle) <= time)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
