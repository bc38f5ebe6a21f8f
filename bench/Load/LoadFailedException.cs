namespace Messenger.Load;

/// <summary>There is nothing to measure or to judge: the message says in one sentence why.</summary>
internal sealed class LoadFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
