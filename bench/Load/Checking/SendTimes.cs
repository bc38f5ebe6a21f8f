using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Messenger.Load.Checking;

/// <summary>A message's sendTime as a number: nanoseconds since 1970, which is enough until 2262.</summary>
internal static class SendTimes
{
    /// <summary>What stands for a sendTime that is missing: lower than any.</summary>
    public const long None = long.MinValue;

    public static long Of(Timestamp? timestamp) =>
        timestamp is null ? None : unchecked((timestamp.Seconds * Clock.Second) + timestamp.Nanos);

    public static string Format(long sendTime)
    {
        if (sendTime is None or 0)
        {
            return sendTime == 0 ? "unknown" : "missing";
        }

        (long seconds, long nanoseconds) = Math.DivRem(sendTime, Clock.Second);
        (seconds, nanoseconds) = nanoseconds < 0 ? (seconds - 1, nanoseconds + Clock.Second) : (seconds, nanoseconds);
        return string.Create(
            CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.{nanoseconds:D9}Z");
    }
}
