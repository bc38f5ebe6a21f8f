namespace Messenger.Load.Checking;

/// <summary>What a server of the contract promises, and a run holds it to.</summary>
public enum Rule
{
    /// <summary>All streams carry the same messages in the same order.</summary>
    SameOrder,

    /// <summary>A message whose send had completed before another one's began comes before it.</summary>
    OrderOfSends,

    /// <summary>Along a stream, sendTime strictly ascends.</summary>
    AscendingSendTimes,

    /// <summary>A message has one sendTime: in the answer to its send and on every stream.</summary>
    OneSendTime,

    /// <summary>What was acknowledged, and sent after a stream was open, is on that stream; what others carry, too.</summary>
    NothingLost,

    /// <summary>No stream carries a message twice.</summary>
    NothingTwice,

    /// <summary>No stream carries what was complete before it was asked for.</summary>
    NothingFromBefore,

    /// <summary>No stream carries what nobody sent.</summary>
    NothingInvented,

    /// <summary>A stream stays open until its reader leaves.</summary>
    StaysOpen,
}
