namespace Messenger.Hosting;

/// <summary>The program cannot start, for a reason that its user can mend: the message says it in one sentence.</summary>
public sealed class StartFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
