using Messenger.Hub;
using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>
/// One reader's way through a room: from the journal in pages while it is behind, then live from the hub, and back to the journal whenever
/// its queue overflowed. It delivers each message once, in order, without a gap.
/// </summary>
/// <remarks>
/// Only committed messages are published, so whatever a queue missed, the journal has. The journal may be ahead of the hub, by what is
/// committed and not yet published: such messages are delivered from the journal and skipped when they come live.
/// <see cref="ReadAsync"/> is for one reader, one call at a time; <see cref="Dispose"/> may be called from any thread.
/// </remarks>
public sealed class RoomReader : IDisposable
{
    private readonly Room _room;
    private readonly IJournal _journal;
    private readonly Hub<Message> _hub;
    private readonly bool _fromOldest;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _onStop;
    private long _last;

    // Null while the reader catches up from the journal. Written by the reader alone; the one who stops it only disposes it.
    private Subscription<Message>? _live;

    // Whether it has been live or delivered something: until then it is its cursor's fault when the next message is not kept.
    private bool _begun;
    private bool _disposed;

    // Written by the reader alone. Counted here, beside _last, which it writes anyway.
    private long _begin;
    private long _done;
    private long _lapses;
    private long _catchUps;

    internal RoomReader(
        Room room, IJournal journal, Hub<Message> hub, long last, Subscription<Message>? live, bool fromOldest, CancellationToken stop)
    {
        _room = room;
        _journal = journal;
        _hub = hub;
        _last = last;
        _begin = last;
        _done = last;
        _live = live;
        _fromOldest = fromOldest;
        _begun = live is not null;
        _stop = stop;
        _onStop = stop.UnsafeRegister(static reader => ((RoomReader)reader!).EndLive(), this);
    }

    /// <summary>The id of the room that it reads.</summary>
    public string RoomId => _room.Id;

    /// <summary>The sequence number of the last message that was delivered, or that it began after.</summary>
    public long LastSequence => _last;

    /// <summary>
    /// The number of the last message that whoever reads is through with, which is when it asks for the next. Any thread may ask.
    /// </summary>
    public long DoneSequence => Volatile.Read(ref _done);

    /// <summary>How many messages whoever reads is through with. Any thread may ask.</summary>
    public long DoneCount => Math.Max(0, Volatile.Read(ref _done) - Volatile.Read(ref _begin));

    /// <summary>Whether the messages that were delivered last came live from the queue, and not from the journal. For the reader itself.</summary>
    public bool IsLive { get; private set; }

    /// <summary>How often it has gone on from the journal because its queue had been full. Any thread may ask.</summary>
    public long Lapses => Volatile.Read(ref _lapses);

    /// <summary>
    /// How often it has caught up: it had begun at a place in the journal, or had lapsed, and went live. Any thread may ask.
    /// </summary>
    public long CatchUps => Volatile.Read(ref _catchUps);

    /// <summary>How many messages wait in its queue; none while it catches up. Of a moment, without a lock; any thread may ask.</summary>
    public int QueuedCount => Volatile.Read(ref _live)?.QueuedCount ?? 0;

    /// <summary>The number of the newest message that is published in its room. Any thread may ask.</summary>
    public long NewestSequence => _room.NewestSequence;

    /// <summary>
    /// The next messages, as soon as there are any; none when the room was completed and everything was delivered, or when the reader was
    /// disposed. The memory is lent: it is valid until the next call.
    /// </summary>
    /// <exception cref="MessagesLostException">The reader fell behind what the journal keeps.</exception>
    /// <exception cref="CursorOutOfRangeException">The message it was to go on after does not exist, or the next one is no longer kept.</exception>
    /// <exception cref="JournalUnavailableException">
    /// The journal cannot be read at present. Another reader can go on after <see cref="LastSequence"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reader was cancelled.</exception>
    public async ValueTask<ReadOnlyMemory<Message>> ReadAsync()
    {
        Volatile.Write(ref _done, _last);
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _disposed))
            {
                return default;
            }

            ReadOnlyMemory<Message> messages;
            if (_live is not { } live)
            {
                messages = await ReadPageAndPerhapsGoLiveAsync();
            }
            else if (_last + 1 < live.FirstSequence)
            {
                // The seam: committed after the last page was read, published before the subscription began.
                JournalPage page = await _journal.ReadAfterAsync(RoomId, _last, cancellationToken: _stop);
                messages = page.Entries.Count > 0 ? Deliver(page) : throw new MessagesLostException(_last, live.FirstSequence);
            }
            else
            {
                Batch<Message> batch = await live.ReadAsync();
                if (batch.IsEmpty)
                {
                    _stop.ThrowIfCancellationRequested();
                    if (live.Status != SubscriptionStatus.Lapsed)
                    {
                        return default;
                    }

                    _live = null;
                    Volatile.Write(ref _lapses, _lapses + 1);
                }

                messages = Deliver(batch);
            }

            if (!messages.IsEmpty)
            {
                return messages;
            }
        }
    }

    /// <summary>Ends the reader, and a read that waits. Disposing twice does nothing.</summary>
    public void Dispose()
    {
        _onStop.Dispose();

        // A full fence, as in going live.
        Interlocked.Exchange(ref _disposed, true);
        EndLive();
    }

    private async ValueTask<ReadOnlyMemory<Message>> ReadPageAndPerhapsGoLiveAsync()
    {
        JournalPage page = await _journal.ReadAfterAsync(RoomId, _last, cancellationToken: _stop);
        if (!page.HasMore)
        {
            // The exchange is a full fence: either the one who stops sees the subscription, or this sees that it is stopped.
            Interlocked.Exchange(ref _live, _hub.Subscribe());
            Volatile.Write(ref _catchUps, _catchUps + 1);
            _begun |= page.Entries.Count == 0;
            if (_stop.IsCancellationRequested || Volatile.Read(ref _disposed))
            {
                EndLive();
            }
        }

        if (page.Entries.Count == 0)
        {
            await CheckCursorAsync();
        }

        return Deliver(page);
    }

    // Messages up to the cursor count as delivered. After a cursor that was never given out, that would swallow new ones.
    private async ValueTask CheckCursorAsync()
    {
        JournalPage newest = await _journal.ReadBeforeAsync(RoomId, long.MaxValue, limit: 1, _stop);
        long last = newest.Entries is [var entry] ? entry.Sequence : 0;
        if (_last > last)
        {
            throw CursorOutOfRangeException.NotReached(_last, last);
        }
    }

    private Message[] Deliver(JournalPage page)
    {
        if (page.Entries.Count == 0)
        {
            return [];
        }

        // Who asks for everything gets what there is; who has a place misses what is not there any more.
        long first = page.Entries[0].Sequence;
        if (first != _last + 1 && (_begun || !_fromOldest))
        {
            throw _begun
                ? new MessagesLostException(_last, first)
                : CursorOutOfRangeException.NoLongerKept(_last + 1, first);
        }

        if (!_begun)
        {
            Volatile.Write(ref _begin, first - 1);
        }

        _begun = true;
        IsLive = false;
        _last = page.Entries[^1].Sequence;
        return [.. page.Entries.Select(entry => new Message(entry))];
    }

    private ReadOnlyMemory<Message> Deliver(Batch<Message> batch)
    {
        // What the journal had before the hub was delivered already.
        long known = Math.Clamp(_last + 1 - batch.FirstSequence, 0, batch.Items.Length);
        ReadOnlyMemory<Message> messages = batch.Items[(int)known..];
        _last += messages.Length;
        IsLive = true;
        return messages;
    }

    private void EndLive() => Volatile.Read(ref _live)?.Dispose();
}
