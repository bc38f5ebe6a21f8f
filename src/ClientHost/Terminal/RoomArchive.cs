using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>Reads a room back without joining it.</summary>
internal static class RoomArchive
{
    /// <summary>
    /// Reads the newest messages, page by page, until there are no older ones or there are as many as <see cref="RoomHistory"/> keeps.
    /// </summary>
    /// <returns>The messages, oldest first, and whether older ones were left out.</returns>
    /// <exception cref="RpcException">There is no such room, or no server.</exception>
    public static async Task<(IReadOnlyCollection<RoomMessage> Messages, bool IsCut)> ReadAsync(
        ChatClient client, string roomId, Func<CallOptions> options)
    {
        var pages = new Stack<RoomMessage[]>();
        int count = 0;
        long characters = 0;
        var request = new GetHistoryRequest { RoomId = roomId };
        while (true)
        {
            GetHistoryResponse response = await client.GetHistoryAsync(request, options());
            RoomMessage[] page = [.. response.Messages.Select(RoomMessage.From)];
            pages.Push(page);
            count += page.Length;
            characters += page.Sum(message => (long)message.Text.Length);
            bool isFull = count >= RoomHistory.MaxMessages || characters >= RoomHistory.MaxCharacters;
            if (!response.HasMore || isFull || page is not [{ Sequence: { } first }, ..])
            {
                var history = new RoomHistory();
                foreach (RoomMessage message in pages.SelectMany(messages => messages))
                {
                    history.Add(message);
                }

                return (history.ToArray(), history.IsCut || response.HasMore);
            }

            request.BeforeSequence = first;
        }
    }
}
