namespace Messenger.Journal;

/// <summary>The journal cannot be opened, for a reason that its user can mend: the message says it in one sentence.</summary>
public sealed class JournalOpenException(string message, Exception? innerException = null) : Exception(message, innerException);
