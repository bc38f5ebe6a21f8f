using System.Buffers.Binary;

namespace Messenger.Grpc.Tests;

/// <summary>A frame of HTTP/2.</summary>
internal sealed record Http2Frame(FrameType Type, byte Flags, int StreamId, byte[] Payload)
{
    public const int HeaderLength = 9;
    public const byte EndStream = 1;
    public const byte Acknowledged = 1;
    public const byte EndHeaders = 4;

    /// <summary>Whether it is the last of its stream's direction.</summary>
    public bool EndsStream => Type is FrameType.Data or FrameType.Headers && (Flags & EndStream) != 0;

    /// <summary>Of RST_STREAM.</summary>
    public ErrorCode ResetCode => (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(Payload);

    /// <summary>Of GOAWAY.</summary>
    public ErrorCode GoAwayCode => (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(4));

    public Dictionary<string, string> ReadHeaders() => HeaderBlock.Decode(Payload);

    public override string ToString() => $"{Type} flags {Flags} of stream {StreamId}, {Payload.Length} bytes";
}
