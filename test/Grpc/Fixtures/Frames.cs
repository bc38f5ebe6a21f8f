using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;

namespace Messenger.Grpc.Tests;

/// <summary>Length-prefixed messages as the specification has them, right and wrong; made without the code under test.</summary>
internal static class Frames
{
    public const int HeaderLength = 5;

    public static byte[] Of(IMessage message) => Of(message.ToByteArray());

    public static byte[] Of(byte[] body, byte flag = 0) => [.. Header(body.Length, flag), .. body];

    public static byte[] Header(int length, byte flag = 0)
    {
        byte[] header = new byte[HeaderLength];
        header[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), length);
        return header;
    }

    public static byte[] Gzipped(byte[] body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>The messages of a body of frames that are not compressed.</summary>
    public static EchoMessage[] Read(byte[] body)
    {
        var messages = new List<EchoMessage>();
        for (int at = 0; at < body.Length;)
        {
            Assert.AreEqual(0, body[at]);
            int length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
            messages.Add(EchoMessage.Parser.ParseFrom(body, at + HeaderLength, length));
            at += HeaderLength + length;
        }

        return [.. messages];
    }
}
