using Google.Protobuf.WellKnownTypes;

namespace Messenger.ServerHost;

/// <summary>Send times as the contracts have them.</summary>
internal static class SendTimestamp
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A send time.</summary>
    /// <param name="sendTime">Nanoseconds since 1970-01-01T00:00Z.</param>
    public static Timestamp Of(long sendTime) => new()
    {
        Seconds = sendTime / NanosecondsPerSecond,
        Nanos = (int)(sendTime % NanosecondsPerSecond),
    };
}
