using Messenger.Chat;
using Messenger.Journal;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>
/// What a reply of <c>GetHistory</c> will hold. To know its length, which goes first, all of it has to be read; but only its oldest piece,
/// the first one to be sent, is kept. The others are read again, each when it is its turn.
/// </summary>
internal sealed class HistoryPlan
{
    // How large a reply may be: what clients of gRPC receive unless they are told otherwise.
    private const int LargestReply = 4 << 20;

    private readonly HistoryRange _range;

    // In the order of reading, and the messages of the last, which has not ended yet, in that order, too.
    private readonly List<HistoryPiece> _pieces = [];
    private readonly List<Message> _piece = [];
    private int _pieceBytes;
    private Message[] _oldest = [];

    // From the beginning there is room for what says that there is more.
    private int _left = LargestReply - RoomMessage.HasMore.Length;
    private int _count;

    private HistoryPlan(HistoryRange range)
    {
        _range = range;
    }

    /// <summary>Whether the room has more messages in the direction of reading.</summary>
    public bool HasMore { get; private set; } = true;

    /// <summary>The pieces after the oldest, in order.</summary>
    public IEnumerable<HistoryPiece> Newer => (_range.IsForwards ? _pieces : Enumerable.Reverse(_pieces)).Skip(1);

    /// <summary>How many bytes the reply has.</summary>
    public int Length => LargestReply - _left - (HasMore ? 0 : RoomMessage.HasMore.Length);

    /// <summary>Plans a reply of as many messages as fit.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which messages.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="CursorOutOfRangeException">The message to go on after does not exist, or the next one is no longer kept.</exception>
    public static async Task<HistoryPlan> MakeAsync(Room room, HistoryRange range, CancellationToken cancellationToken)
    {
        var plan = new HistoryPlan(range);
        await (range.IsForwards ? plan.ReadForwardsAsync(room, cancellationToken) : plan.ReadBackwardsAsync(room, cancellationToken));
        return plan;
    }

    /// <summary>Hands over the oldest piece, oldest message first.</summary>
    public Message[] TakeOldest()
    {
        Message[] oldest = _oldest;
        _oldest = [];
        return oldest;
    }

    private async Task ReadBackwardsAsync(Room room, CancellationToken cancellationToken)
    {
        long before = _range.Before;
        while (HasMore && _count < _range.Limit)
        {
            JournalPage page = await room.ReadBeforeAsync(before, _range.Limit - _count, cancellationToken);
            if (!TryTake(Enumerable.Reverse(page.Entries)))
            {
                break;
            }

            HasMore = page.HasMore;
            before = page.Entries is [var oldest, ..] ? oldest.Sequence : before;
        }
    }

    private async Task ReadForwardsAsync(Room room, CancellationToken cancellationToken)
    {
        long after = _range.After;
        while (HasMore && _count < _range.Limit)
        {
            // One at least, by which the cursor is checked.
            long wanted = Math.Clamp(_range.Before - after - 1, 1, _range.Limit - _count);
            JournalPage page = await room.ReadAfterAsync(after, (int)wanted, cancellationToken);
            if (!TryTake(page.Entries.TakeWhile(entry => entry.Sequence < _range.Before)))
            {
                break;
            }

            after = page.Entries is [.., var newest] ? newest.Sequence : after;
            HasMore = page.HasMore && after < _range.Before - 1;
        }
    }

    // A page's entries. False: one did not fit.
    private bool TryTake(IEnumerable<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            var message = new Message(entry);
            int bytes = RoomMessage.SizeInHistory(message);
            if (bytes > _left)
            {
                EndPiece();
                return false;
            }

            if (_pieceBytes >= MessageStreams.FlushAfterBytes)
            {
                EndPiece();
            }

            _piece.Add(message);
            _pieceBytes += bytes;
            _left -= bytes;
            _count++;
        }

        // A piece lies in one page, so that it can be read again in one.
        EndPiece();
        return true;
    }

    private void EndPiece()
    {
        if (_piece is not [var first, ..])
        {
            return;
        }

        _pieces.Add(new HistoryPiece(Math.Max(first.Sequence, _piece[^1].Sequence) + 1, _piece.Count));
        if (!_range.IsForwards)
        {
            _oldest = [.. Enumerable.Reverse(_piece)];
        }
        else if (_pieces.Count == 1)
        {
            _oldest = [.. _piece];
        }

        _piece.Clear();
        _pieceBytes = 0;
    }
}
