namespace Messenger.ClientHost.Terminal;

/// <summary>What became of a message that was sent.</summary>
internal enum SendOutcome
{
    /// <summary>The server keeps it.</summary>
    Kept,

    /// <summary>The server refused it, and does not keep it.</summary>
    Refused,

    /// <summary>There is no connection, and nothing has gone out.</summary>
    NotSent,

    /// <summary>It has gone out, and no answer has come: the server may keep it or not.</summary>
    Unknown,
}
