using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using RoomActivity = Messenger.Chat.RoomActivity;

namespace Messenger.ServerHost;

/// <summary>How far rooms are, as <c>chat.proto</c> has it.</summary>
internal static class RoomActivities
{
    /// <summary>What is told at a moment, in frames of the stream of <c>WatchRooms</c>; all but the last say that more follows.</summary>
    /// <param name="activities">What is told, at least one room.</param>
    /// <param name="frameBytes">How many bytes a frame has before the next one begins, about: it ends with the room that reaches them.</param>
    public static IEnumerable<byte[]> Frames(IReadOnlyList<RoomActivity> activities, int frameBytes)
    {
        var response = new WatchRoomsResponse();
        int bytes = 0;
        foreach (RoomActivity activity in activities)
        {
            if (bytes >= frameBytes)
            {
                response.MoreFollows = true;
                yield return MessageFrame.Encode(response);
                response = new WatchRoomsResponse();
                bytes = 0;
            }

            Contracts.Rooms.RoomActivity told = Of(activity);
            response.Rooms.Add(told);
            bytes += told.CalculateSize();
        }

        yield return MessageFrame.Encode(response);
    }

    private static Contracts.Rooms.RoomActivity Of(RoomActivity activity) => new()
    {
        Room = new ChatRoom { Id = activity.Room.Id, Name = activity.Room.Name },
        NewestSequence = activity.NewestSequence,
    };
}
