namespace Messenger.Stress;

/// <summary>What every run must keep, whatever its threads do.</summary>
public enum Rule
{
    /// <summary>What was accepted has the numbers 1 to the last, each once.</summary>
    ContiguousSequences,

    /// <summary>A message whose sending had completed before another's began has the lower number.</summary>
    CompletedBeforeComesFirst,

    /// <summary>Send times increase as the numbers do.</summary>
    TimeIsOrder,

    /// <summary>Under one number, every reader finds what its sender was told that number for.</summary>
    SameOrderEverywhere,

    /// <summary>Nothing that was complete before a reader opened reaches it, everything that begins after it is open does.</summary>
    FromTheOpeningOn,

    /// <summary>No reader receives a number twice, or one that is lower than the one before.</summary>
    NothingTwice,

    /// <summary>No reader misses a number, be it for good or for longer than patience lasts.</summary>
    NothingMissing,

    /// <summary>A reader that stops reading lapses, and nobody else does.</summary>
    LapsesAlone,

    /// <summary>Who leaves is not listed any more.</summary>
    NobodyStaysListed,

    /// <summary>Everybody comes to an end: no call hangs.</summary>
    EverybodyEnds,

    /// <summary>Nothing is thrown but what was announced.</summary>
    NothingElseIsThrown,
}
