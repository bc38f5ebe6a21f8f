namespace Messenger.Chat;

/// <summary>A reader was to go on at a place that the room does not have: its cursor is of another journal, or too old.</summary>
/// <param name="message">What is wrong with it, in a sentence.</param>
public sealed class CursorOutOfRangeException(string message) : Exception(message);
