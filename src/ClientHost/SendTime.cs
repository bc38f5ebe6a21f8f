using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Messenger.ClientHost;

/// <summary>When a message was accepted, as the server says it, to the nanosecond.</summary>
internal readonly record struct SendTime(long Seconds, int Nanoseconds) : IComparable<SendTime>
{
    private const int Digits = 9;
    private const string SecondFormat = "yyyy-MM-ddTHH:mm:ss";

    // The years 1 and 9999, which is also what protobuf allows: a server that sends other values does not stop the client.
    // In ticks, because as a double the last second rounds up to the year 10000.
    private static readonly long MinSeconds = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
    private static readonly long MaxSeconds = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Before any message: what servers say where there is none before a stream's first.</summary>
    public static SendTime Beginning { get; } = new(0, 1);

    /// <summary>The time in a message from the server; the epoch where there is none.</summary>
    public static SendTime From(Timestamp? timestamp) => timestamp is null ? default : new SendTime(timestamp.Seconds, timestamp.Nanos);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out SendTime time)
    {
        time = default;
        if (text?.Split('.') is not [string second, { Length: Digits + 1 } rest]
            || !rest.EndsWith('Z')
            || !int.TryParse(rest.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out int nanoseconds)
            || !DateTime.TryParseExact(second, SecondFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date))
        {
            return false;
        }

        time = new SendTime((date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond, nanoseconds);
        return true;
    }

    public int CompareTo(SendTime other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds));

    /// <summary>RFC 3339 in UTC, always with nine digits: <c>2025-09-20T10:58:42.665193557Z</c>.</summary>
    public override string ToString()
    {
        DateTime second = DateTime.UnixEpoch.AddSeconds(Math.Clamp(Seconds, MinSeconds, MaxSeconds));
        int nanoseconds = Math.Clamp(Nanoseconds, 0, 999_999_999);
        return string.Create(CultureInfo.InvariantCulture, $"{second.ToString(SecondFormat, CultureInfo.InvariantCulture)}.{nanoseconds:D9}Z");
    }
}
