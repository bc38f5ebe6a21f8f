namespace Messenger.ServerHost.Metrics;

/// <summary>What became of a message that somebody wanted to say.</summary>
internal enum SendOutcome
{
    /// <summary>It is kept, or was already.</summary>
    Kept,

    /// <summary>It was refused, and is not kept.</summary>
    Refused,

    /// <summary>The journal failed, and nobody knows.</summary>
    Unknown,
}
