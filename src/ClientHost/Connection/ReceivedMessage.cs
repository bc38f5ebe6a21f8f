namespace Messenger.ClientHost.Connection;

/// <summary>A message from the server's stream.</summary>
internal sealed record ReceivedMessage(string Author, string Text, SendTime SendTime)
{
    /// <summary>About how many bytes of memory it takes: its two strings, and a constant for what surrounds them.</summary>
    public int Size => 128 + (sizeof(char) * (Author.Length + Text.Length));
}
