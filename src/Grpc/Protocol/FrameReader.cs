using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Messenger.Grpc.Protocol;

/// <summary>Reads the messages of one side of a call, one after the other.</summary>
/// <param name="input">The body.</param>
/// <param name="encoding">The value of <c>grpc-encoding</c>, or null.</param>
/// <param name="maxMessageSize">How many bytes a message may have, decompressed too.</param>
internal sealed class FrameReader(PipeReader input, string? encoding, int maxMessageSize)
{
    /// <summary>The next message; null at the end of the body.</summary>
    /// <exception cref="RpcException">
    /// INTERNAL: the bytes are no frame, or no message, or the body ends in the middle. RESOURCE_EXHAUSTED: the message is too large.
    /// INVALID_ARGUMENT: a string is not UTF-8. UNIMPLEMENTED: the compression is not known.
    /// </exception>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken = default)
        where T : class, IMessage<T>
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            try
            {
                if (TryReadFrame(buffer, out ReadOnlySequence<byte> body, out bool compressed))
                {
                    T message = Parse(body, compressed, parser);
                    input.AdvanceTo(body.End);
                    return message;
                }
            }
            catch (RpcException)
            {
                input.AdvanceTo(buffer.End);
                throw;
            }

            if (read.IsCompleted)
            {
                bool clean = buffer.IsEmpty;
                input.AdvanceTo(buffer.End);
                return clean ? null : throw Error(StatusCode.Internal, "Incomplete message.");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The one message of a body.</summary>
    /// <exception cref="RpcException">INTERNAL too: there is none, or more than one.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        T message = await ReadAsync(parser) ?? throw Error(StatusCode.Internal, "Incomplete message.");
        while (true)
        {
            ReadResult rest = await input.ReadAsync();
            bool isMore = !rest.Buffer.IsEmpty;
            input.AdvanceTo(rest.Buffer.End);
            if (isMore)
            {
                throw Error(StatusCode.Internal, "Additional data after the message received.");
            }

            if (rest.IsCompleted)
            {
                return message;
            }
        }
    }

    private static RpcException Error(StatusCode code, string detail, Metadata? trailers = null, Exception? inner = null) =>
        new(new Status(code, detail), trailers, inner);

    // The header is judged as soon as it is there, before its body is waited for.
    private bool TryReadFrame(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> body, out bool compressed)
    {
        body = default;
        compressed = false;
        Span<byte> header = stackalloc byte[MessageFrame.HeaderLength];
        if (buffer.Length < header.Length)
        {
            return false;
        }

        buffer.Slice(0, header.Length).CopyTo(header);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        compressed = header[0] switch
        {
            0 => false,
            1 => true,
            byte flag => throw Error(StatusCode.Internal, $"Unexpected compression flag {flag} in the message header."),
        };
        CheckCompression(compressed);
        if (length > maxMessageSize)
        {
            throw TooLarge();
        }

        if (buffer.Length < header.Length + length)
        {
            return false;
        }

        body = buffer.Slice(header.Length, length);
        return true;
    }

    private void CheckCompression(bool compressed)
    {
        if (!compressed || encoding == GrpcHeaders.Gzip)
        {
            return;
        }

        throw encoding is null or GrpcHeaders.Identity
            ? Error(StatusCode.Internal, "A message is compressed, but grpc-encoding names no compression.")
            : Error(
                StatusCode.Unimplemented,
                $"The compression '{encoding}' is not supported.",
                [new MetadataEntry(GrpcHeaders.AcceptEncoding, GrpcHeaders.UnderstoodEncodings)]);
    }

    private RpcException TooLarge() =>
        Error(StatusCode.ResourceExhausted, $"The message is larger than the limit of {maxMessageSize} bytes.");

    private T Parse<T>(ReadOnlySequence<byte> body, bool compressed, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        if (compressed)
        {
            return Parse(Decompress(body), parser);
        }

        if (body.IsSingleSegment)
        {
            return Parse(body.FirstSpan, parser);
        }

        byte[] copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(copy);
            return Parse(copy.AsSpan(0, (int)body.Length), parser);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> bytes, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        T message;
        try
        {
            message = parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Error(StatusCode.Internal, "The message cannot be parsed.", inner: e);
        }

        return Utf8Fields.FindInvalid(bytes, message.Descriptor) is { } field
            ? throw Error(StatusCode.InvalidArgument, $"'{field}' is not valid UTF-8.")
            : message;
    }

    private byte[] Decompress(ReadOnlySequence<byte> body)
    {
        try
        {
            return Gzip.Decompress(body.ToArray(), maxMessageSize) ?? throw TooLarge();
        }
        catch (InvalidDataException e)
        {
            throw Error(StatusCode.Internal, "The message cannot be decompressed.", inner: e);
        }
    }
}
