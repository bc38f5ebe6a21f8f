using Messenger.ClientHost.Connection;
using Messenger.Grpc;

namespace Messenger.ClientHost.Events;

/// <summary>One browser's stream of events: a room's messages, if it asks for one, and the activity of all rooms.</summary>
/// <param name="response">Where the events go.</param>
/// <param name="activity">The activity.</param>
/// <param name="room">The room, and the browser's way through it; null for none.</param>
internal sealed class EventStream(EventResponse response, ActivityFeed activity, (RoomFeed Feed, RoomFollower Follower)? room)
{
    // Completes when the browser has its place in the room, if it asks for one.
    private readonly TaskCompletionSource _placed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs until it is stopped, the browser is gone, or the server refuses to go on.</summary>
    /// <exception cref="OperationCanceledException">The browser is gone, or has taken nothing for too long.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using CancellationTokenRegistration onEnd = ending.Token.UnsafeRegister(
            static follower => ((RoomFollower?)follower)?.Dispose(), room?.Follower);
        List<Task> parts = [SendActivityAsync(ending.Token), response.BeatAsync(ending.Token), activity.Completion.WaitAsync(ending.Token)];
        if (room is { } followed)
        {
            parts.Add(SendMessagesAsync(followed.Follower, ending.Token));
            parts.Add(followed.Feed.Completion.WaitAsync(ending.Token));
        }
        else
        {
            _placed.SetResult();
        }

        Task first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await first;
        }
        catch (RpcException e) when (StreamEnd.IsFinal(e.StatusCode))
        {
            // The browser comes again, and then hears why not.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was to be said was said.
        }
    }

    private async Task SendMessagesAsync(RoomFollower follower, CancellationToken stop)
    {
        while (true)
        {
            await response.WriteAsync(await follower.ReadAsync(stop));
            _placed.TrySetResult();
        }
    }

    private async Task SendActivityAsync(CancellationToken stop)
    {
        // A browser that is cut off after its first event should know its place by then.
        await _placed.Task.WaitAsync(stop);
        var place = new ActivityPlace();
        while (true)
        {
            await response.WriteAsync(await activity.Board.ReadAsync(place, stop));
        }
    }
}
