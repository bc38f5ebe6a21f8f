using System.Buffers.Binary;
using Google.Protobuf;

namespace Messenger.Grpc;

/// <summary>
/// A message as it stands in a stream: a flag byte (1: compressed), the length in four bytes, big-endian, and the encoded message
/// (gRPC over HTTP2, "Length-Prefixed-Message").
/// </summary>
public static class MessageFrame
{
    /// <summary>How many bytes stand before the encoded message.</summary>
    public const int HeaderLength = 5;

    /// <summary>Encodes a message, uncompressed, with its header.</summary>
    public static byte[] Encode(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        int length = message.CalculateSize();
        byte[] frame = GC.AllocateUninitializedArray<byte>(HeaderLength + length);
        WriteHeader(frame, length);
        message.WriteTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>
    /// Writes the header of a message that is not compressed, for those who write the message itself piece by piece.
    /// </summary>
    /// <param name="header">Takes the first <see cref="HeaderLength"/> bytes.</param>
    /// <param name="length">How many bytes the encoded message has.</param>
    public static void WriteHeader(Span<byte> header, int length)
    {
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
    }
}
