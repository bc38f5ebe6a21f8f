using System.Text;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A gRPC call over HTTP/2 by hand, to do what no library does.</summary>
internal static class RawCall
{
    private const byte Data = 0x0, Headers = 0x1, Settings = 0x4, Ping = 0x6;
    private const byte Acknowledged = 0x1, EndStream = 0x1, EndHeaders = 0x4;
    private const int FrameHeaderLength = 9;

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
        byte[] headers =
        [
            .. Header(":method", "POST"), .. Header(":scheme", "http"), .. Header(":path", $"/mes_grpc.MessengerServer/{method}"),
            .. Header(":authority", "localhost"), .. Header("content-type", "application/grpc"), .. Header("te", "trailers"),
            .. more.SelectMany(header => Header(header.Name, header.Value)),
        ];
        await connection.WriteAsync(
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Frame(Settings, 0, 0, []),
            .. Frame(Headers, EndHeaders, 1, headers),
            .. Frame(Data, endsStream ? EndStream : (byte)0, 1, message),
            .. Frame(Ping, 0, 0, new byte[8]),
        ]);
        await ReadPingAcknowledgementAsync(connection);
        return connection;
    }

    private static byte[] Frame(byte type, byte flags, byte stream, byte[] payload) =>
        [0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];

    // RFC 7541, section 6.2.2: a literal, not indexed, with a new name, without Huffman coding.
    private static byte[] Header(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private static async Task ReadPingAcknowledgementAsync(RawConnection connection)
    {
        byte[] header = new byte[FrameHeaderLength];
        do
        {
            await connection.ReadExactlyAsync(header);
            await connection.ReadExactlyAsync(new byte[(header[0] << 16) | (header[1] << 8) | header[2]]);
        }
        while (header[3] != Ping || header[4] != Acknowledged);
    }
}
