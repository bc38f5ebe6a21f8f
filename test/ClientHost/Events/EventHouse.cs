using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Events;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>A client's feeds, without the HTTP API.</summary>
internal sealed class EventHouse : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Connections _connections;
    private readonly LivePages _pages;

    public EventHouse(int serverPort)
    {
        ClientSettings settings = TestSettings.Of(new Uri($"http://127.0.0.1:{serverPort}"));
        _channel = GrpcChannel.ForAddress(settings.ServerAddress);
        _connections = new Connections(_channel);
        var chat = new ChatClient(_channel);
        _pages = new LivePages(new RoomPages(chat), _connections, settings, TimeProvider.System);
        Rooms = new Feeds<RoomFeed>(room => new RoomFeed(room, chat, _connections, _pages, settings, NullLogger<RoomFeed>.Instance));
        Activity = new Feeds<ActivityFeed>(_ => new ActivityFeed(chat, _connections, settings, NullLogger<ActivityFeed>.Instance));
    }

    public Feeds<RoomFeed> Rooms { get; }

    public Feeds<ActivityFeed> Activity { get; }

    /// <summary>Follows a room.</summary>
    /// <param name="room">Its id.</param>
    /// <param name="after">The last message that is known, in the journal of now; null to begin now.</param>
    /// <param name="journal">Another journal that it is of.</param>
    public FollowedRoom Follow(string room = "shared", long? after = null, string? journal = null)
    {
        Watch<RoomFeed> watch = Rooms.Watch(room);
        EventCursor? cursor = after is { } sequence ? new EventCursor(room, sequence, journal) : null;
        return new FollowedRoom(watch, new RoomFollower(watch.Feed, _pages, cursor, TimeProvider.System));
    }

    public void Dispose()
    {
        _connections.Dispose();
        _channel.Dispose();
    }
}
