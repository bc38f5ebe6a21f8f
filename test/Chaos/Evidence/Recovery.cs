namespace Messenger.Chaos;

/// <summary>What makes faults cost nothing: a run that it never came to in says nothing about it.</summary>
public enum Recovery
{
    /// <summary>A stream of the shared chat that had broken went on after its cursor.</summary>
    SharedStreamResumed,

    /// <summary>A stream of a room that had broken went on after its cursor.</summary>
    RoomStreamResumed,

    /// <summary>A stream of one of our clients that had broken went on, and the mailbox has no gap.</summary>
    ClientStreamResumed,

    /// <summary>A message for the shared chat was sent again with its key, and answered.</summary>
    SharedSendRepeated,

    /// <summary>A message for a room was sent again with its key, and answered.</summary>
    RoomSendRepeated,

    /// <summary>One of our clients has sent a message again with its key, without being asked to, and answered.</summary>
    ClientSendRepeated,

    /// <summary>A message for the shared chat that was sent again was there already: its key has kept it from being said twice.</summary>
    SharedSendRecognized,

    /// <summary>A message for a room that was sent again was there already: its key has kept it from being said twice.</summary>
    RoomSendRecognized,
}
