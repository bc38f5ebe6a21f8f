using System.Runtime.InteropServices;
using Messenger.Hub;
using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>
/// A room: what is posted is kept in the journal, then published to everybody who reads. All members may be called from any thread.
/// </summary>
public sealed class Room
{
    private readonly IJournal _journal;
    private readonly HouseRules _rules;
    private readonly Hub<Message> _hub;

    // Guards changes of _published, and makes it one step with the publication: a reader that begins at it gets nothing that another has
    // got before. The hub's lock is taken under it, and nothing else.
    private readonly Lock _publication = new();
    private JournalPosition _published;

    // The publisher's own: what is collected for the next publication.
    private readonly List<Message> _collected = [];

    private Room(JournalRoom room, JournalPosition opened, IJournal journal, ChatOptions options)
    {
        Id = room.Id;
        Name = room.Name;
        _journal = journal;
        _published = opened;
        _rules = new HouseRules(options);
        _hub = new Hub<Message>(new HubOptions { QueueCapacity = options.QueueCapacity, FirstSequence = opened.Sequence + 1 });
    }

    /// <summary>The room's id, which the journal keeps its messages under.</summary>
    public string Id { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The number of the newest message that is published; 0 while nothing was said.</summary>
    public long NewestSequence => Volatile.Read(ref _published).Sequence;

    /// <summary>How many readers are live in it. Those that catch up from the journal do not count.</summary>
    public int LiveReaders => _hub.SubscriptionCount;

    /// <summary>
    /// Says something. When the task completes, the message is kept and in the queue of every open reader. A message that is posted after
    /// this comes after it.
    /// </summary>
    /// <param name="author">Who says it.</param>
    /// <param name="text">What is said.</param>
    /// <param name="idempotencyKey">
    /// Makes it safe to say again when nobody knows whether it is kept: whoever posts the same author and text with the same key gets the
    /// message that is kept already, and nobody hears it twice. A key is the room's, and lives as long as its message. 1 to 128 characters
    /// of printable ASCII; null for none.
    /// </param>
    /// <exception cref="InvalidFieldException">Author or text is blank or too long, or the key is not one.</exception>
    /// <exception cref="IdempotencyConflictException">The key is that of another message; this one is not stored.</exception>
    /// <exception cref="JournalBusyException">Too many messages wait already; this one is not stored.</exception>
    /// <exception cref="JournalClosedException">The house is closed; the message is not stored.</exception>
    /// <exception cref="JournalUnavailableException">The journal fails; nobody knows whether the message is stored.</exception>
    public Task<JournalEntry> PostAsync(string author, string text, string? idempotencyKey = null)
    {
        _rules.CheckAuthor(author);
        _rules.CheckText(text);
        if (idempotencyKey is not null)
        {
            HouseRules.CheckIdempotencyKey(idempotencyKey);
        }

        return _journal.AppendAsync(Id, author, text, idempotencyKey);
    }

    /// <summary>
    /// A reader of everything that is published after this call returns, and of nothing that was published before it was called.
    /// </summary>
    /// <param name="cancellationToken">Ends the reader.</param>
    public RoomReader ReadFromNow(CancellationToken cancellationToken = default) => ReadFromNow(out _, cancellationToken);

    /// <summary>A reader as <see cref="ReadFromNow(CancellationToken)"/> has it.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="cancellationToken">Ends the reader.</param>
    public RoomReader ReadFromNow(out JournalPosition start, CancellationToken cancellationToken = default)
    {
        Subscription<Message> live;
        lock (_publication)
        {
            live = _hub.Subscribe();
            start = _published;
        }

        return new RoomReader(this, _journal, _hub, start.Sequence, live, fromOldest: false, cancellationToken);
    }

    /// <summary>A reader for somebody who joins: of everything after a message, as <see cref="ReadAfter(long, CancellationToken)"/> has it.</summary>
    /// <param name="author">Who joins.</param>
    /// <param name="sequence">The number of the last message it is to leave out; 0 to read all that is kept.</param>
    /// <param name="cancellationToken">Ends the reader.</param>
    /// <exception cref="InvalidFieldException">The author is blank or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sequence"/> is negative.</exception>
    public RoomReader Join(string author, long sequence, CancellationToken cancellationToken = default)
    {
        _rules.CheckAuthor(author);
        return ReadAfter(sequence, cancellationToken);
    }

    /// <summary>A reader of everything after a message, first from the journal, then live, without a gap or a repetition.</summary>
    /// <param name="sequence">The number of the last message it is to leave out; 0 to read all that is kept.</param>
    /// <param name="cancellationToken">Ends the reader.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sequence"/> is negative.</exception>
    public RoomReader ReadAfter(long sequence, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return new RoomReader(this, _journal, _hub, sequence, null, fromOldest: sequence == 0, cancellationToken);
    }

    /// <summary>A reader of everything after a place that <see cref="FindAsync"/> has found, without a gap or a repetition.</summary>
    /// <param name="start">The place.</param>
    /// <param name="cancellationToken">Ends the reader.</param>
    public RoomReader ReadAfter(JournalPosition start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new RoomReader(this, _journal, _hub, start.Sequence, null, fromOldest: false, cancellationToken);
    }

    /// <summary>Finds a place by time: behind everything that was accepted at <paramref name="sendTime"/> or before.</summary>
    /// <param name="sendTime">The send time of the last message that is known, in nanoseconds since 1970-01-01T00:00Z.</param>
    /// <param name="cancellationToken">Gives up finding.</param>
    /// <exception cref="CursorOutOfRangeException">
    /// The time is later than that of the newest message, or so early that something which came after it is no longer kept.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read at present.</exception>
    public async ValueTask<JournalPosition> FindAsync(long sendTime, CancellationToken cancellationToken = default) =>
        await _journal.FindAsync(Id, sendTime, cancellationToken)
        ?? throw new CursorOutOfRangeException("There is no going on after that time: it is not within what the room keeps.");

    /// <summary>Reads back: a page of the newest messages before one, oldest first.</summary>
    /// <param name="sequence">The number of the message after the page; <see cref="long.MaxValue"/> for the newest of all.</param>
    /// <param name="limit">How many messages at most, 1 or more; a page also ends at the journal's own bounds.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read at present.</exception>
    public ValueTask<JournalPage> ReadBeforeAsync(
        long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        _journal.ReadBeforeAsync(Id, sequence, limit, cancellationToken);

    /// <summary>Reads on: a page of the oldest messages after one, without a gap between it and them.</summary>
    /// <param name="sequence">The number of the message before the page, 1 or more.</param>
    /// <param name="limit">How many messages at most, 1 or more; a page also ends at the journal's own bounds.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="CursorOutOfRangeException">There is no message <paramref name="sequence"/>, or the next one is no longer kept.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read at present.</exception>
    public async ValueTask<JournalPage> ReadAfterAsync(
        long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        JournalPage page = await _journal.ReadAfterAsync(Id, sequence, limit, cancellationToken);
        if (page.Entries is [var first, ..])
        {
            return first.Sequence == sequence + 1 ? page : throw CursorOutOfRangeException.NoLongerKept(sequence + 1, first.Sequence);
        }

        JournalPage newest = await _journal.ReadBeforeAsync(Id, long.MaxValue, limit: 1, cancellationToken);
        long last = newest.Entries is [var entry] ? entry.Sequence : 0;
        return sequence <= last ? page : throw CursorOutOfRangeException.NotReached(sequence, last);
    }

    /// <summary>A room in which nothing was said yet.</summary>
    internal static Room New(JournalRoom room, IJournal journal, ChatOptions options) => new(room, JournalPosition.Beginning, journal, options);

    /// <summary>A room that the journal has had before, with what was said in it.</summary>
    internal static async Task<Room> OpenAsync(
        JournalRoom room, IJournal journal, ChatOptions options, CancellationToken cancellationToken)
    {
        JournalPage newest = await journal.ReadBeforeAsync(room.Id, long.MaxValue, limit: 1, cancellationToken);
        JournalPosition opened = newest.Entries is [var last] ? JournalPosition.After(last) : JournalPosition.Beginning;
        return new Room(room, opened, journal, options);
    }

    /// <summary>Keeps a message for <see cref="PublishCollected"/>. True: it is the first one.</summary>
    internal bool Collect(Message message)
    {
        _collected.Add(message);
        return _collected.Count == 1;
    }

    /// <summary>Publishes what was collected, in one step for all readers.</summary>
    internal void PublishCollected()
    {
        Message newest = _collected[^1];
        lock (_publication)
        {
            _hub.Publish(_collected[0].Sequence, CollectionsMarshal.AsSpan(_collected));
            Volatile.Write(ref _published, new JournalPosition(newest.Sequence, newest.SendTime));
        }

        _collected.Clear();
    }

    internal void Complete() => _hub.Complete();
}
