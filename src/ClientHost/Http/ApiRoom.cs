using Messenger.Contracts.Rooms;

namespace Messenger.ClientHost.Http;

/// <summary>A room, as the HTTP API shows it.</summary>
internal sealed record ApiRoom(string Id, string Name)
{
    public static ApiRoom From(ChatRoom room) => new(room.Id, room.Name);
}
