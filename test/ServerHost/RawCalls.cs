using System.Globalization;
using Messenger.Grpc;

namespace Messenger.ServerHost.Tests;

/// <summary>Calls of a server over one HTTP/2 connection, byte by byte, for what no library sends.</summary>
internal sealed class RawCalls : IDisposable
{
    private readonly Http2Connection _connection;
    private int _next = 1;

    private RawCalls(Http2Connection connection)
    {
        _connection = connection;
    }

    public static async Task<RawCalls> ConnectAsync(Serving serving)
    {
        // Nothing waits for a window.
        Http2Connection connection = await Http2Connection.ConnectAsync(
            serving.Server.Port, settings: (Setting.InitialWindowSize, int.MaxValue));
        await connection.WidenWindowAsync(0);
        return new RawCalls(connection);
    }

    /// <summary>Begins a call whose whole body are these pieces.</summary>
    /// <returns>Its stream.</returns>
    public async Task<int> BeginAsync(string path, byte[][] body, params (string Name, string Value)[] metadata)
    {
        int stream = _next;
        _next += 2;
        await _connection.SendHeadersAsync(
            stream,
            endStream: false,
            [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
                ("content-type", "application/grpc"), ("te", "trailers"), .. metadata,
            ]);
        foreach (byte[] piece in body)
        {
            await _connection.SendDataAsync(stream, piece);
        }

        await _connection.SendDataAsync(stream, [], endStream: true);
        return stream;
    }

    /// <summary>The headers of the answer, which are all of it where it is a refusal; or, after the messages, its trailers.</summary>
    public async Task<Dictionary<string, string>> HeadersAsync(int stream) =>
        (await TakeAsync(frame => frame.StreamId == stream && frame.Type == FrameType.Headers)).ReadHeaders();

    /// <summary>The next bytes of the answer's body.</summary>
    public async Task<byte[]> DataAsync(int stream) =>
        (await TakeAsync(frame => frame.StreamId == stream && frame.Type == FrameType.Data)).Payload;

    public Task ResetAsync(int stream) => _connection.ResetAsync(stream, ErrorCode.Cancel);

    /// <summary>The status in headers or trailers; null if there is none.</summary>
    public static StatusCode? StatusOf(Dictionary<string, string> headers) =>
        headers.TryGetValue("grpc-status", out string? status)
            ? (StatusCode)int.Parse(status, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The status that an answer begins or ends with. A stream that goes on is OK, and is left.</summary>
    public async Task<StatusCode> StatusAsync(int stream, bool isEndless)
    {
        Dictionary<string, string> headers = await HeadersAsync(stream);
        if (StatusOf(headers) is { } refusal)
        {
            return refusal;
        }

        if (isEndless)
        {
            await ResetAsync(stream);
            return StatusCode.OK;
        }

        return StatusOf(await HeadersAsync(stream)) ?? throw new InvalidDataException("The answer has no status.");
    }

    public void Dispose() => _connection.Dispose();

    // Frames of other streams that come before it are kept for whoever asks for those.
    private async Task<Http2Frame> TakeAsync(Predicate<Http2Frame> isIt)
    {
        int passed = _connection.Passed.FindIndex(isIt);
        if (passed < 0)
        {
            return await _connection.NextAsync(frame => isIt(frame));
        }

        Http2Frame frame = _connection.Passed[passed];
        _connection.Passed.RemoveAt(passed);
        return frame;
    }
}
