using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Journal;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>
/// The replies of <c>GetHistory</c>, put together from the journal's pages. They are sent piece by piece, so that a client that reads slowly
/// holds no more memory than the reader of a stream does; what is read at a time has a budget.
/// </summary>
internal sealed class HistoryReply(HistoryBudget budget)
{
    /// <summary>Sends as many messages as fit, oldest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="range">Which messages.</param>
    /// <param name="response">Takes the reply, and sends its end with the call's status.</param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED: too many wait already. DATA_LOSS: the client read so slowly that the journal has dropped what comes next.
    /// </exception>
    /// <exception cref="CursorOutOfRangeException">The message to go on after does not exist, or the next one is no longer kept.</exception>
    public async Task SendAsync(Room room, HistoryRange range, IFrameWriter response, CancellationToken cancellationToken)
    {
        // The budget is for reading alone: a client that does not read its reply must not keep others from theirs.
        HistoryPlan plan = await budget.ReadAsync(
            () => HistoryPlan.MakeAsync(room, range, cancellationToken), cancellationToken);
        WriteBeginning(plan, response);
        foreach (HistoryPiece piece in plan.Newer)
        {
            await response.FlushAsync();
            JournalPage page = await room.ReadBeforeAsync(piece.Before, piece.Count, cancellationToken);
            if (page.Entries.Count < piece.Count)
            {
                throw new RpcException(new Status(
                    StatusCode.DataLoss, "The reply was read so slowly that meanwhile what comes next in it is no longer kept."));
            }

            Write(page.Entries.Select(entry => new Message(entry)), response);
        }

        if (plan.HasMore)
        {
            response.Write(RoomMessage.HasMore);
        }
    }

    private static void WriteBeginning(HistoryPlan plan, IFrameWriter response)
    {
        Span<byte> header = stackalloc byte[MessageFrame.HeaderLength];
        MessageFrame.WriteHeader(header, plan.Length);
        response.Write(header);
        Write(plan.TakeOldest(), response);
    }

    private static void Write(IEnumerable<Message> messages, IFrameWriter response)
    {
        foreach (Message message in messages)
        {
            response.Write(RoomMessage.InHistory(message));
        }
    }
}
