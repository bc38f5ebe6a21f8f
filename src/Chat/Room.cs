using System.Text;
using Messenger.Hub;
using Messenger.Journal;

namespace Messenger.Chat;

/// <summary>
/// A room: what is posted is kept in the journal, then published to everybody who reads. All members may be called from any thread.
/// </summary>
public sealed class Room
{
    private readonly IJournal _journal;
    private readonly ChatOptions _options;
    private readonly Hub<Message> _hub;

    private Room(string id, long lastSequence, IJournal journal, ChatOptions options)
    {
        Id = id;
        _journal = journal;
        _options = options;
        _hub = new Hub<Message>(new HubOptions { QueueCapacity = options.QueueCapacity, FirstSequence = lastSequence + 1 });
    }

    /// <summary>The room's id, which the journal keeps its messages under.</summary>
    public string Id { get; }

    /// <summary>How many readers are live in it. Those that catch up from the journal do not count.</summary>
    public int LiveReaders => _hub.SubscriptionCount;

    /// <summary>
    /// Says something. When the task completes, the message is kept and in the queue of every open reader. A message that is posted after
    /// this comes after it.
    /// </summary>
    /// <exception cref="InvalidMessageException">Author or text is blank or too long.</exception>
    /// <exception cref="JournalBusyException">Too many messages wait already; this one is not stored.</exception>
    /// <exception cref="JournalClosedException">The house is closed; the message is not stored.</exception>
    public Task<JournalEntry> PostAsync(string author, string text)
    {
        Check(nameof(author), author, _options.AuthorBytes);
        Check(nameof(text), text, _options.TextBytes);
        return _journal.AppendAsync(Id, author, text);
    }

    /// <summary>
    /// A reader of everything that is published after this call returns, and of nothing that was published before it was called.
    /// </summary>
    /// <param name="cancellationToken">Ends the reader.</param>
    public RoomReader ReadFromNow(CancellationToken cancellationToken = default)
    {
        Subscription<Message> live = _hub.Subscribe();
        return new RoomReader(Id, _journal, _hub, live.FirstSequence - 1, live, cancellationToken);
    }

    /// <summary>A reader of everything after a message, first from the journal, then live, without a gap or a repetition.</summary>
    /// <param name="sequence">The number of the last message it is to leave out; 0 to read all that is kept.</param>
    /// <param name="cancellationToken">Ends the reader.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sequence"/> is negative.</exception>
    public RoomReader ReadAfter(long sequence, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return new RoomReader(Id, _journal, _hub, sequence, null, cancellationToken);
    }

    internal static async Task<Room> OpenAsync(string id, IJournal journal, ChatOptions options, CancellationToken cancellationToken)
    {
        JournalPage newest = await journal.ReadBeforeAsync(id, long.MaxValue, limit: 1, cancellationToken);
        long lastSequence = newest.Entries is [var last] ? last.Sequence : 0;
        return new Room(id, lastSequence, journal, options);
    }

    internal void Publish(long firstSequence, ReadOnlySpan<Message> messages) => _hub.Publish(firstSequence, messages);

    internal void Complete() => _hub.Complete();

    private static void Check(string field, string value, int limit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidMessageException($"'{field}' is blank: 1 to {limit} bytes of UTF-8 are allowed.");
        }

        // A UTF-16 unit makes three bytes of UTF-8 at most, so most values need no counting.
        if (value.Length > limit / 3 && Encoding.UTF8.GetByteCount(value) is var bytes && bytes > limit)
        {
            throw new InvalidMessageException($"'{field}' has {bytes} bytes: 1 to {limit} bytes of UTF-8 are allowed.");
        }
    }
}
