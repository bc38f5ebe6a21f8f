namespace Messenger.Journal;

/// <summary>
/// The store behind the journal fails. Of a write that ends so, nobody knows whether it is stored; the journal goes on by itself when the
/// store does.
/// </summary>
public sealed class JournalUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
