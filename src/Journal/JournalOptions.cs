namespace Messenger.Journal;

/// <summary>Bounds of a journal, whatever stands behind it. Sizes are those of <see cref="JournalEntry.Size"/>.</summary>
public sealed record JournalOptions
{
    /// <summary>How many messages one commit takes at most.</summary>
    public int GroupEntries { get; init; } = 512;

    /// <summary>How many bytes one commit takes at most; a larger message goes alone.</summary>
    public long GroupBytes { get; init; } = 1 << 20;

    /// <summary>How many messages wait for their commit at most; one more is refused with <see cref="JournalBusyException"/>.</summary>
    public int WaitingEntries { get; init; } = 16_384;

    /// <summary>How many bytes wait for their commit at most; a larger message waits alone.</summary>
    public long WaitingBytes { get; init; } = 64 << 20;

    /// <summary>How long a commit may take before the journal counts as one that cannot write; it goes on all the same.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Is told of each commit, one at a time, before its senders are answered; nobody unless set. It must not throw, and should be short.
    /// </summary>
    public Action<JournalCommit> OnCommit { get; init; } = _ => { };

    /// <summary>How many messages a page has at most.</summary>
    public int PageEntries { get; init; } = 500;

    /// <summary>How many bytes a page has at most; a larger message is a page of its own.</summary>
    public long PageBytes { get; init; } = 1 << 20;
}
