namespace Messenger.Chat;

/// <summary>A reader was to go on after a message that does not exist: its cursor is of another journal.</summary>
/// <param name="cursor">The sequence number it was to go on after.</param>
/// <param name="newest">The sequence number of the newest message.</param>
public sealed class CursorOutOfRangeException(long cursor, long newest)
    : Exception($"There is no message {cursor} to go on after: the newest is {newest}.");
