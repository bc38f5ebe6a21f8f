namespace Messenger.Load.Tests;

/// <summary>The one thing that a <see cref="DefectiveServer"/> does wrong.</summary>
public enum Defect
{
    /// <summary>Nothing: the control.</summary>
    None,

    /// <summary>One message is delivered after many that were sent when it was complete; times and streams agree with each other.</summary>
    HoldsOneBack,

    /// <summary>Two messages change places on the stream that was opened second.</summary>
    SwapsTwoOnOneStream,

    /// <summary>Two messages change places on the stream that was opened first.</summary>
    SwapsTwoOnTheFirstStream,

    /// <summary>Two messages change places on every stream, and keep their times.</summary>
    SwapsTwoOnAllStreams,

    /// <summary>One stream does not carry one message.</summary>
    LosesOneOnOneStream,

    /// <summary>One stream carries one message twice.</summary>
    DoublesOne,

    /// <summary>A stream begins with what was said before it was opened.</summary>
    SendsAnOldOne,

    /// <summary>A message has a lower sendTime than the one before.</summary>
    TimeStepsBack,

    /// <summary>A message has the sendTime of the one before.</summary>
    TimeStandsStill,

    /// <summary>A message has no sendTime.</summary>
    ForgetsTheTime,

    /// <summary>A message has another sendTime on one stream.</summary>
    HasTwoTimes,

    /// <summary>A message is acknowledged, and no stream carries it.</summary>
    AcknowledgesOnly,

    /// <summary>A message with a number that was never given.</summary>
    InventsANumber,

    /// <summary>A message whose text was changed comes besides.</summary>
    ChangesAText,

    /// <summary>One stream ends.</summary>
    EndsOneStream,
}
