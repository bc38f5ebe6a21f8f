namespace Messenger.Journal;

/// <summary>The journal takes no more messages, because it is being closed; the message was not stored.</summary>
public sealed class JournalClosedException() : Exception("The journal takes no more messages: it is being closed.");
