namespace Messenger.ClientHost.Events;

/// <summary>The data of a <c>reset</c> event: what was known does not go on.</summary>
/// <param name="Room">The id of the room of which that is so; null if it is so of all, and they are others now.</param>
internal sealed record ResetEvent(string? Room);
