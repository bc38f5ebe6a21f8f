using System.Buffers.Binary;

namespace Messenger.Fixtures;

/// <summary>A frame of HTTP/2.</summary>
public sealed record Http2Frame(FrameType Type, byte Flags, int StreamId, byte[] Payload)
{
    public const int HeaderLength = 9;
    public const byte EndStream = 1;
    public const byte Acknowledged = 1;
    public const byte EndHeaders = 4;

    /// <summary>What a client sends before its first frame.</summary>
    public static ReadOnlyMemory<byte> Preface { get; } = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>Whether it is the last of its stream's direction.</summary>
    public bool EndsStream => Type is FrameType.Data or FrameType.Headers && (Flags & EndStream) != 0;

    /// <summary>Of RST_STREAM.</summary>
    public ErrorCode ResetCode => (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(Payload);

    /// <summary>Of GOAWAY.</summary>
    public ErrorCode GoAwayCode => (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(4));

    public Dictionary<string, string> ReadHeaders() => HeaderBlock.Decode(Payload);

    /// <summary>A frame as it goes over the wire; whether it is a legal one is the test's to know.</summary>
    public static byte[] Encode(FrameType type, byte flags, int streamId, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    public override string ToString() => $"{Type} flags {Flags} of stream {StreamId}, {Payload.Length} bytes";
}
