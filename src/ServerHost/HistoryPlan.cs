using Messenger.Chat;
using Messenger.Journal;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>
/// What a reply of <c>GetHistory</c> will hold. To know its length, which goes first, all of it has to be read, newest first; but only its
/// oldest piece, the first one to be sent, is kept. The others are read again, each when it is its turn.
/// </summary>
internal sealed class HistoryPlan
{
    // How large a reply may be: what clients of gRPC receive unless they are told otherwise.
    private const int LargestReply = 4 << 20;

    private readonly Stack<HistoryPiece> _newer = [];
    private readonly List<Message> _newestFirst = [];
    private int _pieceBytes;

    // From the beginning there is room for what says that there is more.
    private int _left = LargestReply - RoomMessage.HasMore.Length;

    private HistoryPlan()
    {
    }

    /// <summary>Whether the room has messages older than these.</summary>
    public bool HasMore { get; private set; } = true;

    /// <summary>The pieces after it, in order.</summary>
    public IEnumerable<HistoryPiece> Newer => _newer;

    /// <summary>How many bytes the reply has.</summary>
    public int Length => LargestReply - _left - (HasMore ? 0 : RoomMessage.HasMore.Length);

    /// <summary>Plans a reply of the newest messages before one, as many as fit.</summary>
    /// <param name="room">The room.</param>
    /// <param name="before">The sequence number of the message after them; <see cref="long.MaxValue"/> for the newest of all.</param>
    /// <param name="limit">How many at most, 1 or more.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<HistoryPlan> MakeAsync(Room room, long before, int limit, CancellationToken cancellationToken)
    {
        var plan = new HistoryPlan();
        int count = 0;
        while (plan.HasMore && count < limit)
        {
            // A piece lies in one page, so that it can be read again in one.
            plan.EndPiece();
            JournalPage page = await room.ReadBeforeAsync(before, limit - count, cancellationToken);
            int taken = plan.TakeNewest(page);
            if (taken < page.Entries.Count)
            {
                break;
            }

            count += taken;
            plan.HasMore = page.HasMore;
            before = taken > 0 ? page.Entries[0].Sequence : before;
        }

        return plan;
    }

    /// <summary>Hands over the oldest piece, oldest message first.</summary>
    public Message[] TakeOldest()
    {
        Message[] oldest = [.. Enumerable.Reverse(_newestFirst)];
        _newestFirst.Clear();
        return oldest;
    }

    // How many were taken, before one did not fit.
    private int TakeNewest(JournalPage page)
    {
        for (int i = page.Entries.Count - 1; i >= 0; i--)
        {
            var message = new Message(page.Entries[i]);
            int bytes = RoomMessage.SizeInHistory(message);
            if (bytes > _left)
            {
                return page.Entries.Count - 1 - i;
            }

            if (_pieceBytes >= MessageStreams.FlushAfterBytes)
            {
                EndPiece();
            }

            _newestFirst.Add(message);
            _pieceBytes += bytes;
            _left -= bytes;
        }

        return page.Entries.Count;
    }

    private void EndPiece()
    {
        if (_newestFirst is [var newest, ..])
        {
            _newer.Push(new HistoryPiece(newest.Sequence + 1, _newestFirst.Count));
        }

        _newestFirst.Clear();
        _pieceBytes = 0;
    }
}
