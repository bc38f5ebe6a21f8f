using Google.Protobuf;
using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Journal;
using ContractMessage = Messenger.Contracts.Rooms.Message;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>The reply of <c>GetHistory</c>, put together from the journal's pages.</summary>
internal static class HistoryReply
{
    /// <summary>How many bytes it may have: what clients of gRPC receive unless they are told otherwise.</summary>
    public const int LargestReply = 4 << 20;

    /// <summary>Reads the newest messages before one, as many as fit.</summary>
    /// <param name="room">The room.</param>
    /// <param name="before">The sequence number of the message after them; <see cref="long.MaxValue"/> for the newest of all.</param>
    /// <param name="limit">How many at most, 1 or more.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<GetHistoryResponse> ReadAsync(Room room, long before, int limit, CancellationToken cancellationToken)
    {
        // Set, it takes the room that it may need in the end.
        var reply = new GetHistoryResponse { HasMore = true };
        int left = LargestReply - reply.CalculateSize();
        List<ContractMessage> newestFirst = [];
        while (reply.HasMore && newestFirst.Count < limit)
        {
            JournalPage page = await room.ReadBeforeAsync(before, limit - newestFirst.Count, cancellationToken);
            int taken = TakeNewest(page, newestFirst, ref left);
            if (taken < page.Entries.Count)
            {
                break;
            }

            reply.HasMore = page.HasMore;
            before = taken > 0 ? page.Entries[0].Sequence : before;
        }

        newestFirst.Reverse();
        reply.Messages.Add(newestFirst);
        return reply;
    }

    // How many were taken, before one did not fit.
    private static int TakeNewest(JournalPage page, List<ContractMessage> newestFirst, ref int left)
    {
        for (int i = page.Entries.Count - 1; i >= 0; i--)
        {
            ContractMessage message = RoomMessage.Of(new Message(page.Entries[i]));

            // A tag of one byte, the length, the message.
            int size = 1 + CodedOutputStream.ComputeMessageSize(message);
            if (size > left)
            {
                return page.Entries.Count - 1 - i;
            }

            newestFirst.Add(message);
            left -= size;
        }

        return page.Entries.Count;
    }
}
