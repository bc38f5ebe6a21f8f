namespace Messenger.ClientHost.Events;

/// <summary>The wiring of the events.</summary>
internal static class EventServices
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<LivePages>()
        .AddSingleton(provider => new Feeds<RoomFeed>(room => ActivatorUtilities.CreateInstance<RoomFeed>(provider, room)))
        .AddSingleton(provider => new Feeds<ActivityFeed>(_ => ActivatorUtilities.CreateInstance<ActivityFeed>(provider)))
        .AddSingleton<EventsEndpoint>();
}
