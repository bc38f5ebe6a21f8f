namespace Messenger.Load.Checking;

/// <summary>How a message stands to those that its stream has carried before.</summary>
internal enum Arrival
{
    /// <summary>Behind all of them in the common order.</summary>
    InOrder,

    /// <summary>Other streams have it before one of them.</summary>
    Late,

    /// <summary>It is one of them.</summary>
    Again,
}
