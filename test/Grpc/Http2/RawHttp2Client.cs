namespace Messenger.Grpc.Tests;

/// <summary>Opens HTTP/2 connections to a server under test, and calls on them.</summary>
internal static class RawHttp2Client
{
    public static Task<Http2Connection> ConnectAsync(
        TestServer server, bool isDead = false, params (Setting Setting, uint Value)[] settings) =>
        Http2Connection.ConnectAsync(server.Server.Port, isDead, null, settings);

    /// <summary>The headers of a call; the body is still to be sent.</summary>
    public static Task OpenCallAsync(
        this Http2Connection connection, int streamId, string path, params (string Name, string Value)[] headers) =>
        connection.SendHeadersAsync(
            streamId,
            endStream: false,
            [
                (":method", "POST"),
                (":scheme", "http"),
                (":path", path),
                (":authority", "localhost"),
                ("content-type", "application/grpc"),
                .. headers,
            ]);

    /// <summary>A whole call with an empty message, which is a legal one.</summary>
    public static async Task CallAsync(
        this Http2Connection connection, int streamId, string path, params (string Name, string Value)[] headers)
    {
        await connection.OpenCallAsync(streamId, path, headers);
        await connection.SendDataAsync(streamId, Frames.Of([]), endStream: true);
    }

    /// <summary>The frames of a stream until it is reset, the reset included; window updates aside.</summary>
    public static async Task<Http2Frame[]> UntilResetAsync(this Http2Connection connection, int streamId)
    {
        var frames = new List<Http2Frame>();
        do
        {
            frames.Add(await connection.NextAsync(streamId));
        }
        while (frames[^1].Type != FrameType.ResetStream);
        return [.. frames];
    }
}
