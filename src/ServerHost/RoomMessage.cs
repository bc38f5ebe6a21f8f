using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using ContractMessage = Messenger.Contracts.Rooms.Message;
using Message = Messenger.Chat.Message;

namespace Messenger.ServerHost;

/// <summary>A message as <c>chat.proto</c> has it.</summary>
internal static class RoomMessage
{
    private static readonly Func<Message, byte[]> Encode = message => MessageFrame.Encode(new JoinRoomResponse { Message = Of(message) });

    /// <summary>The message in a frame of the stream of <c>JoinRoom</c>, which is one of the stream of <c>SendMessage</c>, too.</summary>
    public static byte[] Frame(Message message) => message.Frame(WireFormat.Rooms, Encode);

    /// <summary>The message.</summary>
    public static ContractMessage Of(Message message)
    {
        var sendTime = SendTimestamp.Of(message.SendTime);
        return new ContractMessage
        {
            Id = $"{message.RoomId}/{message.Sequence}",
            RoomId = message.RoomId,
            AuthorId = message.Author,
            Content = message.Text,
            Timestamp = sendTime.Seconds,
            Sequence = message.Sequence,
            SendTime = sendTime,
        };
    }
}
