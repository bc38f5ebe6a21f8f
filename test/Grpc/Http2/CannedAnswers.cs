namespace Messenger.Grpc.Tests;

/// <summary>What a hand-made server reads and answers.</summary>
internal static class CannedAnswers
{
    /// <summary>The headers of the next request, once its body is there too.</summary>
    public static async Task<Http2Frame> NextRequestAsync(this Http2Connection connection)
    {
        Http2Frame headers = await connection.NextAsync(FrameType.Headers);
        if (!headers.EndsStream)
        {
            await connection.NextAsync(frame => frame.StreamId == headers.StreamId && frame.EndsStream);
        }

        return headers;
    }

    /// <summary>The headers of an answer that begins well.</summary>
    public static Task BeginAnswerAsync(this Http2Connection connection, int streamId, params (string Name, string Value)[] headers) =>
        connection.SendHeadersAsync(streamId, endStream: false, [(":status", "200"), ("content-type", "application/grpc"), .. headers]);

    /// <summary>An answer without messages.</summary>
    public static Task AnswerTrailersOnlyAsync(
        this Http2Connection connection, int streamId, params (string Name, string Value)[] headers) =>
        connection.SendHeadersAsync(streamId, endStream: true, [(":status", "200"), ("content-type", "application/grpc"), .. headers]);

    /// <summary>An answer with one message and OK.</summary>
    public static async Task AnswerAsync(this Http2Connection connection, int streamId, string text = "")
    {
        await connection.BeginAnswerAsync(streamId);
        await connection.SendDataAsync(streamId, Frames.Of(new EchoMessage { Text = text }));
        await connection.SendHeadersAsync(streamId, endStream: true, ("grpc-status", "0"));
    }
}
