using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Connection;

/// <summary>A message that the server has acknowledged.</summary>
/// <param name="Message">The message, as it is kept.</param>
/// <param name="Journal">The id of the journal that keeps it; null where the server does not say.</param>
internal sealed record KeptMessage(Message Message, string? Journal);
