namespace Messenger.Chat;

/// <summary>A message breaks a rule of the house; its text names the field and says what is allowed. Nothing was stored.</summary>
public sealed class InvalidMessageException(string message) : Exception(message);
