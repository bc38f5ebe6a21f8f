namespace Messenger.Journal;

/// <summary>
/// The log of messages, each room's under a sequence of its own, and the list of the rooms. Members may be called from any thread at any time, after
/// <see cref="OpenAsync"/>.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// What tells this journal from all others: a UUID, made together with the store, and as old. Sequence numbers and send times
    /// mean something within one journal only. After <see cref="OpenAsync"/>.
    /// </summary>
    string Id { get; }

    /// <summary>
    /// Whether what is appended now can be expected to be kept: not while the store fails, while a commit takes longer than
    /// <see cref="JournalOptions.StallTime"/>, or once the callback of <see cref="OpenAsync"/> has thrown.
    /// </summary>
    bool CanWrite { get; }

    /// <summary>
    /// Raised after <see cref="CanWrite"/> has changed, on the thread that has changed it, which should not be held up. Two changes may be
    /// told at the same time or in another order: who is told looks at <see cref="CanWrite"/>, which may have changed again.
    /// </summary>
    event Action? CanWriteChanged;

    /// <summary>Makes the journal ready. Called once, before anything else.</summary>
    /// <param name="onCommitted">
    /// Is handed every committed group of entries, one call at a time, in the order of commits; of one room, in the order of their
    /// sequence, without a gap. It runs before any of their appends completes, and should be short: no commit happens meanwhile.
    /// If it throws, the journal takes no more messages.
    /// </param>
    /// <param name="cancellationToken">Gives up opening.</param>
    Task OpenAsync(Action<IReadOnlyList<JournalEntry>> onCommitted, CancellationToken cancellationToken = default);

    /// <summary>Reads all rooms, in the order of their creation.</summary>
    ValueTask<IReadOnlyList<JournalRoom>> ReadRoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a room, and completes when it is kept.</summary>
    /// <exception cref="ArgumentException">There is a room with this id.</exception>
    /// <exception cref="JournalBusyException">Too much waits already; the room is not created.</exception>
    /// <exception cref="JournalClosedException">The journal takes no more; the room is not created.</exception>
    /// <exception cref="JournalUnavailableException">The store fails; nobody knows whether the room is created.</exception>
    Task CreateRoomAsync(JournalRoom room);

    /// <summary>
    /// Appends a message to a room, and completes when it is kept and was handed to the callback of <see cref="OpenAsync"/>.
    /// Messages that wait at the same time are committed as one group. An append that was called after another had completed comes
    /// after it.
    /// </summary>
    /// <param name="roomId">The room.</param>
    /// <param name="author">Who says it.</param>
    /// <param name="text">What is said.</param>
    /// <param name="idempotencyKey">
    /// What the message is known by in its room, so that its append can be tried again: a second append with the same key, author and text
    /// stores nothing, publishes nothing, and returns the entry of the first, however close they are, and after a restart. A key lives as
    /// long as the store keeps its message. Null for none.
    /// </param>
    /// <returns>The entry, with its sequence number and its send time.</returns>
    /// <exception cref="ArgumentException">There is no such room.</exception>
    /// <exception cref="IdempotencyConflictException">The key is that of another message; this one is not stored.</exception>
    /// <exception cref="JournalBusyException">Too much waits already; the message is not stored.</exception>
    /// <exception cref="JournalClosedException">The journal takes no more; the message is not stored.</exception>
    /// <exception cref="JournalUnavailableException">The store fails; nobody knows whether the message is stored.</exception>
    Task<JournalEntry> AppendAsync(string roomId, string author, string text, string? idempotencyKey = null);

    /// <summary>
    /// Takes no more writes, and completes when those that were accepted are committed and handed to the callback. Reading goes on
    /// until the journal is disposed, which does this too.
    /// </summary>
    Task StopAppendsAsync();

    /// <summary>
    /// Reads a page of a room: the oldest entries after <paramref name="sequence"/>, which is 0 for the beginning. If the store no longer
    /// keeps the next one, the page begins with the oldest that it keeps.
    /// </summary>
    /// <param name="roomId">The room. One in which nothing was said, or that is not there, has empty pages.</param>
    /// <param name="sequence">The sequence number before the page.</param>
    /// <param name="limit">How many entries at most, 1 or more; a page also ends at the store's own bounds.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be read at present.</exception>
    /// <exception cref="JournalClosedException">The journal is disposed, and its store can no longer be read.</exception>
    ValueTask<JournalPage> ReadAfterAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a room: the newest entries before <paramref name="sequence"/>, oldest first.</summary>
    /// <param name="roomId">The room. One in which nothing was said, or that is not there, has empty pages.</param>
    /// <param name="sequence">The sequence number after the page; <see cref="long.MaxValue"/> for the newest of all.</param>
    /// <param name="limit">How many entries at most, 1 or more; a page also ends at the store's own bounds.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be read at present.</exception>
    /// <exception cref="JournalClosedException">The journal is disposed, and its store can no longer be read.</exception>
    ValueTask<JournalPage> ReadBeforeAsync(
        string roomId, long sequence, int limit = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>What it holds at present; nothing before it is open. Asking holds up nobody who writes or reads, and waits for no disk.</summary>
    JournalUsage Usage { get; }

    /// <summary>
    /// Finds a place by time: behind everything that was accepted at <paramref name="sendTime"/> or before, in front of everything that was
    /// accepted later.
    /// </summary>
    /// <returns>
    /// The place; null if the time is later than that of the newest message, earlier than <see cref="SendTimes.BeforeFirst"/>, or so early
    /// that something which came after it is no longer kept.
    /// </returns>
    /// <exception cref="JournalUnavailableException">The store cannot be read at present.</exception>
    /// <exception cref="JournalClosedException">The journal is disposed, and its store can no longer be read.</exception>
    ValueTask<JournalPosition?> FindAsync(string roomId, long sendTime, CancellationToken cancellationToken = default);
}
