namespace Messenger.ClientHost.Metrics;

/// <summary>What became of a message that the server was to get, after all attempts.</summary>
internal enum SendOutcome
{
    /// <summary>The server has acknowledged it.</summary>
    Kept,

    /// <summary>The server has refused it.</summary>
    Refused,

    /// <summary>It provably did not reach the server.</summary>
    Unsent,

    /// <summary>It was not acknowledged, and may be there.</summary>
    Unknown,
}
