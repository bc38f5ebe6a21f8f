using Messenger.ClientHost.Http;
using Messenger.ClientHost.Metrics;
using Messenger.Grpc;

namespace Messenger.ClientHost.Events;

/// <summary><c>GET /api/events</c>: what is said in a room, and where something is said at all, as server-sent events.</summary>
internal sealed class EventsEndpoint(
    Feeds<RoomFeed> rooms,
    Feeds<ActivityFeed> activities,
    LivePages pages,
    ClientMetrics metrics,
    ClientSettings settings,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    Drain drain)
{
    // There is one of it for all.
    private const string AllRooms = "";

    private static readonly TimeSpan LongestWaitForServer = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext context)
    {
        var request = EventRequest.Of(context.Request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using Watch<ActivityFeed> activity = activities.Watch(AllRooms);
        if (request.Room is null)
        {
            await WaitAsync(context, [(activity.Feed.OpenedAsync(), activity.Feed.Completion)], stop.Token);
            await RunAsync(context, activity.Feed, null, stop.Token);
            return;
        }

        await using Watch<RoomFeed> room = rooms.Watch(request.Room);
        await WaitAsync(
            context,
            [(room.Feed.TailAsync(), room.Feed.Completion), (activity.Feed.OpenedAsync(), activity.Feed.Completion)],
            stop.Token);
        using var follower = new RoomFollower(room.Feed, pages, request.After, clock);
        await RunAsync(context, activity.Feed, (room.Feed, follower), stop.Token);
    }

    private async Task RunAsync(
        HttpContext context, ActivityFeed activity, (RoomFeed Feed, RoomFollower Follower)? room, CancellationToken stop)
    {
        using var response = EventResponse.Start(context, clock);

        // What a browser has not taken until then, it asks for again.
        using CancellationTokenRegistration onDrained = drain.Over.Register(context.Abort);
        metrics.AddEventStream(1);
        try
        {
            await new EventStream(response, activity, room).RunAsync(stop);
        }
        finally
        {
            metrics.AddEventStream(-1);
        }
    }

    // Before there is anything to send, a failure is still an answer.
    private async Task WaitAsync(HttpContext context, (Task Open, Task Completion)[] feeds, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(LongestWaitForServer, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            foreach ((Task open, Task completion) in feeds)
            {
                await await Task.WhenAny(open, completion).WaitAsync(giveUp.Token);
            }
        }
        catch (RpcException e)
        {
            throw GrpcProblem.From(e);
        }
        catch (OperationCanceledException e) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.RetryAfter = "1";
            string reason = stop.IsCancellationRequested
                ? "The client is stopping."
                : $"There is no connection to the server at {settings.ServerAddress.Authority}.";
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, reason, e);
        }
    }
}
