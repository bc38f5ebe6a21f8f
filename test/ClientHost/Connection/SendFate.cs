namespace Messenger.ClientHost.Tests.Connection;

/// <summary>What becomes of a message that is sent to a <see cref="JournalServer"/>.</summary>
public enum SendFate
{
    /// <summary>It is stored and answered.</summary>
    Answered,

    /// <summary>It is not stored, and the server says that it is away.</summary>
    Refused,

    /// <summary>It is not stored, and the server says that it is full.</summary>
    Full,

    /// <summary>It is stored, and the server says that it is away.</summary>
    StoredAndLost,

    /// <summary>It is stored, and never answered.</summary>
    StoredAndSilent,
}
