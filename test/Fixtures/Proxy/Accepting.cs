namespace Messenger.Fixtures.Proxy;

/// <summary>What a <see cref="FaultProxy"/> does with those who connect.</summary>
public enum Accepting
{
    /// <summary>They are connected to the target; where that fails they are reset.</summary>
    Forward,

    /// <summary>They are accepted, and nothing is read from them or written to them, until they are cut.</summary>
    BlackHole,

    /// <summary>They are refused, as where nobody listens. The port stays the proxy's.</summary>
    Refuse,
}
