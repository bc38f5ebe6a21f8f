using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Reads a room back, or on from a message, page by page. Every method fails with <see cref="RpcException"/>: a message that is not there,
/// or whose next one is no longer kept, is <see cref="StatusCode.OutOfRange"/>.
/// </summary>
internal sealed class RoomPages(ChatClient client)
{
    /// <summary>The newest messages.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="before">Only messages before this one are meant; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="options">The call's.</param>
    public async Task<RoomPage> ReadBackAsync(string roomId, long? before, int limit, CallOptions options)
    {
        var request = new GetHistoryRequest { RoomId = roomId, BeforeSequence = before ?? 0, Limit = limit };
        RoomPage page = await ReadAsync(request, isNumberNeeded: before is not null, options);

        // Some servers do not know of limits.
        int left = Math.Max(page.Messages.Count - limit, 0);
        return page with { Messages = [.. page.Messages.Skip(left)], HasMore = page.HasMore || left > 0 };
    }

    /// <summary>The oldest messages after a place.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="after">The last message that is known; 0 if none is.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="options">The call's.</param>
    public async Task<RoomPage> ReadOnAsync(string roomId, long after, int limit, CallOptions options)
    {
        if (after == 0)
        {
            return await ReadFromStartAsync(roomId, limit, options);
        }

        var request = new GetHistoryRequest { RoomId = roomId, AfterSequence = after, Limit = limit };
        RoomPage page = await ReadAsync(request, isNumberNeeded: true, options);
        return Cut(page, limit);
    }

    // To the contract a place of 0 is none: the first message is asked for by its number, then what comes after it.
    private async Task<RoomPage> ReadFromStartAsync(string roomId, int limit, CallOptions options)
    {
        var atStart = new GetHistoryRequest { RoomId = roomId, BeforeSequence = 2, Limit = 1 };
        RoomPage start = await ReadAsync(atStart, isNumberNeeded: true, options);
        if (start.Messages is [])
        {
            RoomPage newest = await ReadBackAsync(roomId, null, 1, options);
            if (newest.Messages is [])
            {
                return newest;
            }

            // The first one has come meanwhile, or is no longer kept.
            start = await ReadAsync(atStart, isNumberNeeded: true, options);
        }

        if (start.Messages is not [var first, ..])
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, "The first messages of the room are no longer kept."));
        }

        RoomPage rest = await ReadOnAsync(roomId, first.Sequence, Math.Max(limit - 1, 1), options);
        return Cut(rest with { Messages = [first, .. rest.Messages] }, limit);
    }

    private async Task<RoomPage> ReadAsync(GetHistoryRequest request, bool isNumberNeeded, CallOptions options)
    {
        using AsyncUnaryCall<GetHistoryResponse> call = client.GetHistory(request, options);
        GetHistoryResponse response = await call.ResponseAsync;
        if (isNumberNeeded && response.Messages.Any(message => message.Sequence == 0))
        {
            throw new RpcException(
                new Status(StatusCode.Unimplemented, "The server does not number its messages: there is no place to read from."));
        }

        return new RoomPage(response.Messages, response.HasMore, (await call.ResponseHeadersAsync).GetValue(JournalMetadata.Journal));
    }

    private static RoomPage Cut(RoomPage page, int limit) =>
        page with { Messages = [.. page.Messages.Take(limit)], HasMore = page.HasMore || page.Messages.Count > limit };
}
