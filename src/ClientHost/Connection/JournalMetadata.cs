namespace Messenger.ClientHost.Connection;

/// <summary>Metadata beside the shared chat's contract, of servers that keep a journal.</summary>
internal static class JournalMetadata
{
    /// <summary>Which journal the server has, in its headers, and which one a cursor is of, in a request's.</summary>
    public const string Journal = "messenger-journal";

    /// <summary>The send time of the last message before a stream's first, in the stream's headers.</summary>
    public const string Position = "messenger-position";

    /// <summary>The send time after which a stream is to begin.</summary>
    public const string ResumeAfter = "messenger-resume-after";

    /// <summary>What makes a send that is tried again one and the same.</summary>
    public const string IdempotencyKey = "idempotency-key";
}
