namespace Messenger.Contract;

/// <summary>A message as the HTTP API shows it; the names are the contract's.</summary>
public sealed record SaidMessage(string Author, string Text, string SendTime);
