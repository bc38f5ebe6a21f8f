using System.Buffers.Binary;
using System.IO.Compression;

namespace Messenger.Grpc.Protocol;

/// <summary>Decompresses gzip of one member (RFC 1952), which is what gRPC libraries send.</summary>
internal static class Gzip
{
    private const int CopyBuffer = 4096;

    /// <summary>What is in it; null if that is more than <paramref name="maxSize"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no gzip, or not all of it.</exception>
    public static byte[]? Decompress(byte[] compressed, int maxSize)
    {
        if (compressed.Length == 0)
        {
            // .NET's GZipStream writes nothing at all where there is nothing to compress, and so do the gRPC libraries that are built on it.
            return [];
        }

        var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        byte[] chunk = new byte[CopyBuffer];
        int read;
        while ((read = gzip.Read(chunk)) > 0)
        {
            if (plain.Length + read > maxSize)
            {
                return null;
            }

            plain.Write(chunk, 0, read);
        }

        // GZipStream takes the end of its input for the end of the data, wherever that is. The last four bytes are the data's length.
        return compressed.Length > sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(compressed.AsSpan(^sizeof(uint)..)) == plain.Length
            ? plain.ToArray()
            : throw new InvalidDataException("The data is cut.");
    }
}
