namespace Messenger.Chat;

/// <summary>A reader was to go on at a place that the room does not have: its cursor is of another journal, or too old.</summary>
/// <param name="message">What is wrong with it, in a sentence.</param>
public sealed class CursorOutOfRangeException(string message) : Exception(message)
{
    internal static CursorOutOfRangeException NotReached(long sequence, long newest) =>
        new($"There is no message {sequence} to go on after: the newest is {newest}.");

    internal static CursorOutOfRangeException NoLongerKept(long sequence, long oldest) =>
        new($"Message {sequence} is no longer kept: the oldest is {oldest}.");
}
