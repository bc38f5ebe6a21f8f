namespace Messenger.ClientHost.Terminal;

/// <summary>What became of a message that was sent.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Detail">Why it was not kept, or may not be, in the server's words or the connection's; empty where there were none.</param>
/// <param name="Kept">The message as the server keeps it; null unless it does.</param>
internal sealed record SendResult(SendOutcome Outcome, string Detail = "", RoomMessage? Kept = null);
