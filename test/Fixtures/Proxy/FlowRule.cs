namespace Messenger.Fixtures.Proxy;

/// <summary>What one direction of a connection suffers. The default forwards everything at once.</summary>
public sealed record FlowRule
{
    /// <summary>Nothing happens to it.</summary>
    public static FlowRule None { get; } = new();

    /// <summary>
    /// Nothing is forwarded, the end of the connection neither, and both sockets stay: what comes is held until the rule is another. Of one
    /// direction it makes the connection half-open, of both a black hole.
    /// </summary>
    public static FlowRule Stopped { get; } = new() { IsStopped = true };

    /// <inheritdoc cref="Stopped"/>
    public bool IsStopped { get; init; }

    /// <summary>How long each piece that comes is held back; what comes meanwhile is a piece of its own.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How fast it is forwarded; null for as fast as it goes.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>
    /// After so many bytes, counted from when the rule is set, both sockets are reset; 1 or more, null for never. No byte more is
    /// forwarded, so that a frame can be cut anywhere.
    /// </summary>
    public long? CutAfter { get; init; }
}
