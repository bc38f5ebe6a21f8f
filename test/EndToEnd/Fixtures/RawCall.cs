namespace Messenger.EndToEnd.Fixtures;

/// <summary>A gRPC call over HTTP/2 by hand, to do what no library does.</summary>
internal static class RawCall
{
    /// <summary>
    /// Says something, and stops in the middle: a message of a hundred bytes is announced, and four come. Returns when the server has read
    /// them.
    /// </summary>
    public static Task<RawConnection> SendHalfAsync(int port) =>
        SendAsync(port, "SendMessage", [0, 0, 0, 0, 100, 1, 2, 3, 4], endsStream: false);

    /// <summary>Opens a stream with a deadline that only the server knows of.</summary>
    public static Task<RawConnection> OpenStreamAsync(int port, string timeout) =>
        SendAsync(port, "ReadMessages", new byte[5], endsStream: true, ("grpc-timeout", timeout));

    private static async Task<RawConnection> SendAsync(
        int port, string method, byte[] message, bool endsStream, params (string Name, string Value)[] more)
    {
        RawConnection connection = await RawConnection.OpenAsync(port);
        byte[] headers = HeaderBlock.Encode(
        [
            (":method", "POST"), (":scheme", "http"), (":path", $"/mes_grpc.MessengerServer/{method}"), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), .. more,
        ]);
        await connection.WriteAsync(
        [
            .. Http2Frame.Preface.Span,
            .. Http2Frame.Encode(FrameType.Settings, 0, 0, []),
            .. Http2Frame.Encode(FrameType.Headers, Http2Frame.EndHeaders, 1, headers),
            .. Http2Frame.Encode(FrameType.Data, endsStream ? Http2Frame.EndStream : (byte)0, 1, message),
            .. Http2Frame.Encode(FrameType.Ping, 0, 0, new byte[8]),
        ]);
        await ReadPingAcknowledgementAsync(connection);
        return connection;
    }

    private static async Task ReadPingAcknowledgementAsync(RawConnection connection)
    {
        byte[] header = new byte[Http2Frame.HeaderLength];
        do
        {
            await connection.ReadExactlyAsync(header);
            await connection.ReadExactlyAsync(new byte[(header[0] << 16) | (header[1] << 8) | header[2]]);
        }
        while (header[3] != (byte)FrameType.Ping || header[4] != Http2Frame.Acknowledged);
    }
}
