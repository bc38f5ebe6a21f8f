using System.Diagnostics;
using Messenger.ClientHost.Connection;
using Messenger.Grpc;

namespace Messenger.ClientHost.Events;

/// <summary>
/// Reads of a room what live events need of its past. All of it fails with <see cref="RpcException"/>. All members may be called from any
/// thread.
/// </summary>
internal sealed class LivePages(RoomPages pages, Connections connections, ClientSettings settings, TimeProvider clock)
{
    // A reader that has stopped reading may hold a page: of the largest texts, 3 MiB.
    private const int PageSize = 50;

    // What is answered later says nothing about the connection.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    /// <summary>The newest message, or none where nothing was said.</summary>
    public Task<RoomPage> NewestAsync(string room, CancellationToken cancellationToken) =>
        ReadAsync(options => pages.ReadBackAsync(room, before: null, limit: 1, options), cancellationToken);

    /// <summary>The messages after one, oldest first; OUT_OF_RANGE if there is no such message, or the next one is no longer kept.</summary>
    public Task<RoomPage> AfterAsync(string room, long sequence, CancellationToken cancellationToken) =>
        ReadAsync(options => pages.ReadOnAsync(room, sequence, PageSize, options), cancellationToken);

    private async Task<RoomPage> ReadAsync(Func<CallOptions, Task<RoomPage>> readAsync, CancellationToken cancellationToken)
    {
        // Half of the time that somebody waits: where the connection leads nowhere any more, a second attempt comes in time.
        TimeSpan half = settings.SendDeadline / 2;
        DateTime end = clock.GetUtcNow().UtcDateTime + (half > ShortestAttempt ? half : ShortestAttempt);
        long begun = Stopwatch.GetTimestamp();
        try
        {
            RoomPage page = await readAsync(new CallOptions(Deadline: end, CancellationToken: cancellationToken));
            return page.Journal is not null && page.Messages.All(message => message.Sequence > 0)
                ? page
                : throw new RpcException(
                    new Status(StatusCode.Unimplemented, "The server does not number what it keeps: there are no live events of it."));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            connections.Doubt(begun);
            throw;
        }
    }
}
