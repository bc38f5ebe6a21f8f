namespace Messenger.ClientHost.Connection;

/// <summary>
/// How long to wait before the next attempt: 0.1 s first, doubled with each failure up to the longest, and from the half of that at
/// random, so that many clients of one server do not come back at the same moment.
/// </summary>
internal sealed class Backoff(TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);

    private TimeSpan _next = Shortest;

    /// <summary>For connecting: 5 s are the longest.</summary>
    public Backoff()
        : this(TimeSpan.FromSeconds(5))
    {
    }

    public TimeSpan Next()
    {
        TimeSpan half = _next / 2;
        TimeSpan delay = half + (half * Random.Shared.NextDouble());
        _next = _next * 2 < longest ? _next * 2 : longest;
        return delay > Shortest ? delay : Shortest;
    }

    /// <summary>A stream has lasted, or has brought something: the next wait is short again.</summary>
    public void Reset() => _next = Shortest;
}
