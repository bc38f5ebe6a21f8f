namespace Messenger.Chaos;

/// <summary>What is wrong with a <see cref="TwinServer"/>.</summary>
public enum TwinDefect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A stream that goes on begins with a message that its reader has.</summary>
    DoublesOnResume,

    /// <summary>A stream that goes on leaves out its first message.</summary>
    SkipsOnResume,

    /// <summary>A stream that goes on has its first two messages the wrong way round.</summary>
    SwapsOnResume,

    /// <summary>A stream that is to go on begins with what comes now, and says nothing of it.</summary>
    ForgetsCursors,

    /// <summary>It does not say which journal it has, or where a stream begins: nobody can go on anywhere.</summary>
    HidesItsJournal,

    /// <summary>
    /// What no server can be forbidden: some messages it keeps, and does not answer. Only those who repeat them wrongly come to harm.
    /// </summary>
    SwallowsAnswers,

    /// <summary>It answers before the message is kept.</summary>
    AcknowledgesEarly,

    /// <summary>It takes no notice of keys.</summary>
    IgnoresKeys,
}
