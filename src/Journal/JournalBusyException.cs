namespace Messenger.Journal;

/// <summary>More appends wait than the journal's bound allows; the message was not stored, and a later attempt may succeed.</summary>
public sealed class JournalBusyException(string message) : Exception(message);
