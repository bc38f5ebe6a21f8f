namespace Messenger.Chaos;

/// <summary>What every run must keep, whatever is done to it.</summary>
public enum Rule
{
    /// <summary>What was acknowledged is in the history.</summary>
    AcknowledgedIsKept,

    /// <summary>Whoever asks again gets the same answer, and it is what the history says.</summary>
    SameAnswer,

    /// <summary>Nothing that was sent with one key is in the history twice.</summary>
    NoKeyTwice,

    /// <summary>The numbers of a room's messages are 1 to the last.</summary>
    ContiguousSequences,

    /// <summary>Send times increase as the numbers do.</summary>
    TimeIsOrder,

    /// <summary>No reader misses anything from its start on, be it for good or for longer than patience lasts.</summary>
    NothingMissing,

    /// <summary>No reader receives anything twice.</summary>
    NothingTwice,

    /// <summary>Readers receive what is in the history, as it is there, and in its order.</summary>
    SameHistory,

    /// <summary>Calls end with the statuses that the contract has for what happens, and cursors lead to where they point.</summary>
    AnswersAsPromised,

    /// <summary>When a fault is over, senders get their answers.</summary>
    GoesOn,

    /// <summary>Every fault has struck something, and it has come to each recovery that the run is about.</summary>
    FaultsAreFelt,

    /// <summary>A server that is asked to stop exits with 0.</summary>
    StopsCleanly,

    /// <summary>No server has more memory than a bound far above what it needs.</summary>
    MemoryIsBounded,
}
