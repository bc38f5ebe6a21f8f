using System.Globalization;

namespace Messenger.Grpc.Protocol;

/// <summary>The value of <c>grpc-timeout</c>: one to eight digits and a unit (gRPC over HTTP2, "Timeout").</summary>
internal static class GrpcTimeout
{
    /// <summary>The longest that a timer runs, 49 days. A deadline beyond it is kept and told, and ends no call.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Reads a timeout. The longest, 99,999,999 hours, still fits a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        long ticks = value[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => -1,
        };
        if (ticks < 0)
        {
            return false;
        }

        timeout = TimeSpan.FromTicks(ticks == 0 ? number / TimeSpan.NanosecondsPerTick : number * ticks);
        return true;
    }

    /// <summary>Writes a timeout in the finest unit that has room for it, rounded up; at least 1 ns, at most 99,999,999 hours.</summary>
    public static string Format(TimeSpan timeout)
    {
        ReadOnlySpan<(char Unit, long Ticks)> units =
        [
            ('u', TimeSpan.TicksPerMicrosecond),
            ('m', TimeSpan.TicksPerMillisecond),
            ('S', TimeSpan.TicksPerSecond),
            ('M', TimeSpan.TicksPerMinute),
            ('H', TimeSpan.TicksPerHour),
        ];
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        foreach ((char unit, long ticks) in units)
        {
            long value = ((timeout.Ticks - 1) / ticks) + 1;
            if (value <= MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }

        return $"{MaxValue}H";
    }
}
