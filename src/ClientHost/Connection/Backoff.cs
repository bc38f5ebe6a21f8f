namespace Messenger.ClientHost.Connection;

/// <summary>
/// How long to wait before the next attempt to connect: 0.1 s first, doubled with each failure up to 5 s, and from the half of that at
/// random, so that many clients of one server do not come back at the same moment.
/// </summary>
internal sealed class Backoff
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = Shortest;

    public TimeSpan Next()
    {
        TimeSpan half = _next / 2;
        TimeSpan delay = half + (half * Random.Shared.NextDouble());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return delay > Shortest ? delay : Shortest;
    }

    /// <summary>A stream has lasted, or has brought something: the next wait is short again.</summary>
    public void Reset() => _next = Shortest;
}
