namespace Messenger.EndToEnd.Fixtures;

/// <summary>A message as a flush has it.</summary>
internal sealed record ChatMessage(string Author, string Text, string SendTime);
