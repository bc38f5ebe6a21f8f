namespace Messenger.Grpc.Tests;

/// <summary>A call of the chat method, frame by frame.</summary>
internal static class RawChat
{
    /// <summary>So many messages of the answer, which stand in DATA frames of any size.</summary>
    public static async Task<EchoMessage[]> NextMessagesAsync(this Http2Connection connection, int streamId, int count)
    {
        byte[] body = [];
        while (true)
        {
            Http2Frame frame = await connection.NextAsync(
                frame => frame.StreamId == streamId && (frame.Type is FrameType.Data or FrameType.ResetStream || frame.EndsStream));
            Assert.AreEqual(FrameType.Data, frame.Type, $"{frame}");
            body = [.. body, .. frame.Payload];
            if (WholeMessages(body) == count)
            {
                return Frames.Read(body);
            }
        }
    }

    /// <summary>The status of a call whose answer has begun.</summary>
    public static async Task<(string Status, string? Message)> NextStatusAsync(this Http2Connection connection, int streamId)
    {
        Http2Frame frame = await connection.NextAsync(
            frame => frame.StreamId == streamId && (frame.Type == FrameType.ResetStream || frame.EndsStream));
        Assert.AreEqual(FrameType.Headers, frame.Type, $"{frame}");
        Dictionary<string, string> trailers = frame.ReadHeaders();
        return (trailers["grpc-status"], trailers.GetValueOrDefault("grpc-message"));
    }

    public static byte[] Text(string text) => Frames.Of(new EchoMessage { Text = text });

    private static int WholeMessages(ReadOnlySpan<byte> body)
    {
        int count = 0;
        while (body.Length >= Frames.HeaderLength)
        {
            int length = Frames.HeaderLength + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body[1..]);
            if (length > body.Length)
            {
                return -1;
            }

            body = body[length..];
            count++;
        }

        return body.IsEmpty ? count : -1;
    }
}
