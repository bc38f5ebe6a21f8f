using Messenger.ClientHost.Connection;
using Messenger.Grpc;
using Messenger.Hub;

namespace Messenger.ClientHost.Events;

/// <summary>
/// One browser's way through a room's messages: from the server's history in pages while it is behind, then live from the feed, and back to
/// the history whenever its queue overflowed. It delivers each message once, in order; where one cannot be had any more it says so, and
/// goes on from now.
/// </summary>
/// <remarks>
/// The feed publishes only what the server keeps, so whatever a queue missed, the history has. The history may be ahead of the feed: such
/// messages are skipped when they come live. <see cref="ReadAsync"/> is for one reader, one call at a time; <see cref="Dispose"/> may be
/// called from any thread.
/// </remarks>
/// <param name="feed">The room's feed.</param>
/// <param name="pages">Its history.</param>
/// <param name="after">Where the browser is; null for one that begins now.</param>
/// <param name="clock">For pauses.</param>
internal sealed class RoomFollower(RoomFeed feed, LivePages pages, EventCursor? after, TimeProvider clock) : IDisposable
{
    private readonly Backoff _backoff = new();

    // Guards _live against the one who disposes of it, and _isDisposed. The hub's lock is taken under it.
    private readonly Lock _liveLock = new();

    // What the reader is at the end of; null until it has begun there.
    private RoomTail? _tail;

    // Null while the reader catches up from the history.
    private Subscription<byte[]>? _live;
    private bool _isDisposed;

    // Where it begins when it begins for the first time; null from then on.
    private EventCursor? _after = after;
    private bool _hasBegun;
    private long _last;

    /// <summary>
    /// The next frames, as soon as there are any: first the place where it begins. The memory is lent: it is valid until the next call.
    /// </summary>
    /// <param name="stop">Ends it; a read that waits for live messages is ended by <see cref="Dispose"/>.</param>
    /// <exception cref="RpcException">The server refuses: there is no such room any more.</exception>
    /// <exception cref="OperationCanceledException">It was stopped or disposed of.</exception>
    public async ValueTask<ReadOnlyMemory<byte[]>> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte[]> frames =
                _tail is not { } tail ? Begin(await feed.TailAsync().WaitAsync(stop))
                : _live is not { } live || _last + 1 < live.FirstSequence ? await ReadPageAsync(tail, stop)
                : await ReadLiveAsync(live);
            if (!frames.IsEmpty)
            {
                return frames;
            }
        }
    }

    public void Dispose()
    {
        lock (_liveLock)
        {
            _isDisposed = true;
            _live?.Dispose();
        }
    }

    private byte[][] Begin(RoomTail tail)
    {
        _tail = tail;
        Subscription<byte[]> live = GoLive(tail);
        bool isReset = _hasBegun || (_after?.Journal is { } journal && journal != tail.Journal);
        _last = isReset || _after is not { } place ? live.FirstSequence - 1 : place.Sequence;
        _hasBegun = true;
        _after = null;
        if (_last + 1 != live.FirstSequence)
        {
            LeaveLive();
        }

        var cursor = new EventCursor(feed.Room, _last, tail.Journal);
        return [isReset ? EventFrame.Reset(cursor) : EventFrame.Beginning(cursor)];
    }

    private async ValueTask<ReadOnlyMemory<byte[]>> ReadPageAsync(RoomTail tail, CancellationToken stop)
    {
        RoomPage page;
        try
        {
            page = await pages.AfterAsync(feed.Room, _last, stop);
        }
        catch (RpcException e) when (StreamEnd.IsPlaceLost(e.StatusCode))
        {
            return Break();
        }
        catch (RpcException e) when (!StreamEnd.IsFinal(e.StatusCode))
        {
            stop.ThrowIfCancellationRequested();
            await Task.Delay(_backoff.Next(), clock, stop);
            return default;
        }

        _backoff.Reset();

        // A reader that is live already reads because there is more, which must then be there.
        bool isThere = page.Messages is [{ } first, ..] ? first.Sequence == _last + 1 : _live is null && !page.HasMore;
        if (page.Journal != tail.Journal || !isThere)
        {
            return Break();
        }

        if (!page.HasMore && _live is null)
        {
            GoLive(tail);
        }

        byte[][] frames = [.. page.Messages.Select(message =>
            EventFrame.Message(message, new EventCursor(feed.Room, message.Sequence, tail.Journal)))];
        _last = page.Messages is [.., { } last] ? last.Sequence : _last;
        return frames;
    }

    private async ValueTask<ReadOnlyMemory<byte[]>> ReadLiveAsync(Subscription<byte[]> live)
    {
        Batch<byte[]> batch = await live.ReadAsync();
        if (!batch.IsEmpty)
        {
            // What the history had before the feed was delivered already.
            long known = Math.Clamp(_last + 1 - batch.FirstSequence, 0, batch.Items.Length);
            ReadOnlyMemory<byte[]> frames = batch.Items[(int)known..];
            _last += frames.Length;
            return frames;
        }

        switch (live.Status)
        {
            case SubscriptionStatus.Lapsed:
                LeaveLive();
                return default;
            case SubscriptionStatus.Completed:
                return Break();
            default:
                throw new OperationCanceledException();
        }
    }

    // It goes on from now, and says so when it knows where that is.
    private ReadOnlyMemory<byte[]> Break()
    {
        LeaveLive();
        _tail = null;
        return default;
    }

    private Subscription<byte[]> GoLive(RoomTail tail)
    {
        lock (_liveLock)
        {
            return _isDisposed ? throw new OperationCanceledException() : _live = tail.Frames.Subscribe();
        }
    }

    private void LeaveLive()
    {
        lock (_liveLock)
        {
            _live?.Dispose();
            _live = null;
        }
    }
}
