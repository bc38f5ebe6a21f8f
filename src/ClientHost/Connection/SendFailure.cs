namespace Messenger.ClientHost.Connection;

/// <summary>Why a message is not sent again.</summary>
internal enum SendFailure
{
    /// <summary>It may be there, and this server would take it twice.</summary>
    Unsafe,

    /// <summary>The deadline has passed.</summary>
    Deadline,

    /// <summary>Whoever sends it has given up.</summary>
    GivenUp,
}
