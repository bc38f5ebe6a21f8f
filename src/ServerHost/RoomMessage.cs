using Google.Protobuf;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using ContractMessage = Messenger.Contracts.Rooms.Message;
using Message = Messenger.Chat.Message;
using WireFormat = Messenger.Chat.WireFormat;

namespace Messenger.ServerHost;

/// <summary>A message as <c>chat.proto</c> has it.</summary>
internal static class RoomMessage
{
    private static readonly Func<Message, byte[]> Encode = message => MessageFrame.Encode(new JoinRoomResponse { Message = Of(message) });

    /// <summary>The message in a frame of the stream of <c>JoinRoom</c>, which is one of the stream of <c>SendMessage</c>, too.</summary>
    public static byte[] Frame(Message message) => message.Frame(WireFormat.Rooms, Encode);

    /// <summary>What ends a reply of <c>GetHistory</c> if there is more.</summary>
    public static byte[] HasMore { get; } = new GetHistoryResponse { HasMore = true }.ToByteArray();

    /// <summary>How many bytes the message has in a reply of <c>GetHistory</c>.</summary>
    public static int SizeInHistory(Message message) => new JoinRoomResponse { Message = Of(message) }.CalculateSize();

    /// <summary>
    /// The message as it stands in a reply of <c>GetHistory</c>: as in a frame of <c>JoinRoom</c>, since both have it in their field 1, and
    /// an encoded repeated field is one such field after the other.
    /// </summary>
    public static ReadOnlySpan<byte> InHistory(Message message) => Frame(message).AsSpan(MessageFrame.HeaderLength);

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
