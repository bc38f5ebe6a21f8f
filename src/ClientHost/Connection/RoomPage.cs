using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Connection;

/// <summary>Some messages of a room that stand together.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="HasMore">Whether there are more in the direction of reading.</param>
/// <param name="Journal">The id of the journal that they are of; null where the server does not say.</param>
internal sealed record RoomPage(IReadOnlyList<Message> Messages, bool HasMore, string? Journal);
