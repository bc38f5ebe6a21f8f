using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Messenger.ServerHost;

/// <summary>Send times as the contracts and the headers have them.</summary>
internal static class SendTimestamp
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // As far as .NET's ticks go. The two digits behind them are ours.
    private const string TicksFormat = "yyyy-MM-ddTHH:mm:ss.fffffff";

    /// <summary>A send time as the contracts have it.</summary>
    /// <param name="sendTime">Nanoseconds since 1970-01-01T00:00Z.</param>
    public static Timestamp Of(long sendTime) => new()
    {
        Seconds = sendTime / NanosecondsPerSecond,
        Nanos = (int)(sendTime % NanosecondsPerSecond),
    };

    /// <summary>RFC 3339 in UTC with nine digits: <c>2025-09-20T10:58:42.665193557Z</c>.</summary>
    /// <param name="sendTime">Nanoseconds since 1970-01-01T00:00Z, 0 or more.</param>
    public static string Format(long sendTime)
    {
        (long ticks, long rest) = Math.DivRem(sendTime, TimeSpan.NanosecondsPerTick);
        return string.Create(
            CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddTicks(ticks).ToString(TicksFormat, null)}{rest:D2}Z");
    }

    /// <summary>Reads what <see cref="Format"/> writes, and nothing else. Times beyond those of a long are its ends.</summary>
    public static bool TryParse(string text, out long sendTime)
    {
        sendTime = 0;
        if (text is not [.. { Length: 27 } ticks, >= '0' and <= '9' and var tens, >= '0' and <= '9' and var ones, 'Z']
            || !DateTime.TryParseExact(ticks, TicksFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
        {
            return false;
        }

        Int128 nanoseconds = ((Int128)(time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) + ((tens - '0') * 10) + (ones - '0');
        sendTime = (long)Int128.Clamp(nanoseconds, long.MinValue, long.MaxValue);
        return true;
    }
}
