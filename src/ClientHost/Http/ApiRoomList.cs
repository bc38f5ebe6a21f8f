namespace Messenger.ClientHost.Http;

/// <summary>All rooms, as the HTTP API shows them.</summary>
internal sealed record ApiRoomList(IReadOnlyList<ApiRoom> Rooms);
