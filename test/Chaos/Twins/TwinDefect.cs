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

    /// <summary>It answers before the message is kept.</summary>
    AcknowledgesEarly,

    /// <summary>It takes no notice of keys.</summary>
    IgnoresKeys,
}
