using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Messenger.Fixtures;

/// <summary>
/// One side of an HTTP/2 connection, frame by frame. It reads only while the test waits for a frame, and says nothing of its own but the
/// acknowledgements of SETTINGS and, unless it plays dead, of PING.
/// </summary>
public sealed class Http2Connection(TcpClient tcp) : IDisposable
{
    private readonly NetworkStream _stream = tcp.GetStream();

    /// <summary>Whether pings are answered.</summary>
    public bool IsDead { get; init; }

    /// <summary>Frames that were read while another was waited for.</summary>
    public List<Http2Frame> Passed { get; } = [];

    /// <summary>Connects to a server, and says what a client says first.</summary>
    /// <remarks>It has no dynamic header table, so that answers can be read without one.</remarks>
    /// <param name="port">The server's.</param>
    /// <param name="isDead">Whether pings are left unanswered.</param>
    /// <param name="receiveBuffer">How many bytes the kernel takes that nobody reads; null for what it likes.</param>
    /// <param name="settings">What the SETTINGS say besides.</param>
    public static async Task<Http2Connection> ConnectAsync(
        int port, bool isDead = false, int? receiveBuffer = null, params (Setting Setting, uint Value)[] settings)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            tcp.ReceiveBufferSize = bytes;
        }

        await tcp.ConnectAsync(IPAddress.Loopback, port).Within();
        var connection = new Http2Connection(tcp) { IsDead = isDead };
        await connection.SendBytesAsync(Http2Frame.Preface);
        await connection.SendSettingsAsync([(Setting.HeaderTableSize, 0), .. settings]);
        return connection;
    }

    public Task SendAsync(FrameType type, byte flags, int streamId, byte[] payload) =>
        SendBytesAsync(Http2Frame.Encode(type, flags, streamId, payload));

    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).Within();

    public Task SendSettingsAsync(params (Setting Setting, uint Value)[] settings)
    {
        byte[] payload = new byte[6 * settings.Length];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(6 * i), (ushort)settings[i].Setting);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((6 * i) + 2), settings[i].Value);
        }

        return SendAsync(FrameType.Settings, 0, 0, payload);
    }

    public Task SendHeadersAsync(int streamId, bool endStream, params (string Name, string Value)[] headers) => SendAsync(
        FrameType.Headers,
        (byte)(Http2Frame.EndHeaders | (endStream ? Http2Frame.EndStream : 0)),
        streamId,
        HeaderBlock.Encode(headers));

    public Task SendDataAsync(int streamId, byte[] data, bool endStream = false) =>
        SendAsync(FrameType.Data, endStream ? Http2Frame.EndStream : (byte)0, streamId, data);

    public Task ResetAsync(int streamId, ErrorCode code) =>
        SendAsync(FrameType.ResetStream, 0, streamId, BigEndian((uint)code));

    public Task GoAwayAsync(int lastStreamId, ErrorCode code) =>
        SendAsync(FrameType.GoAway, 0, 0, [.. BigEndian((uint)lastStreamId), .. BigEndian((uint)code)]);

    /// <summary>Gives room for 1 GiB to a stream; or to all together (0), while that of each stays.</summary>
    public Task WidenWindowAsync(int streamId) => SendAsync(FrameType.WindowUpdate, 0, streamId, BigEndian(1 << 30));

    public async Task<byte[]> ReadBytesAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes).Within();
        return bytes;
    }

    /// <summary>The next frame of a type.</summary>
    public Task<Http2Frame> NextAsync(FrameType type) => NextAsync(frame => frame.Type == type);

    /// <summary>The next frame of a stream, window updates aside.</summary>
    public Task<Http2Frame> NextAsync(int streamId) =>
        NextAsync(frame => frame.StreamId == streamId && frame.Type != FrameType.WindowUpdate);

    public async Task<Http2Frame> NextAsync(Func<Http2Frame, bool> isIt)
    {
        while (true)
        {
            Http2Frame frame = await NextAsync()
                ?? throw new EndOfStreamException($"The connection ended after: {string.Join("; ", Passed)}.");
            if (isIt(frame))
            {
                return frame;
            }

            Passed.Add(frame);
        }
    }

    /// <summary>Reads on until the other side closes the connection.</summary>
    public async Task UntilClosedAsync()
    {
        try
        {
            while (await NextAsync() is { } frame)
            {
                Passed.Add(frame);
            }
        }
        catch (IOException)
        {
            // Closed with a reset.
        }
    }

    public void Dispose() => tcp.Dispose();

    private static byte[] BigEndian(uint number)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private async Task<Http2Frame?> NextAsync()
    {
        byte[] header = new byte[Http2Frame.HeaderLength];
        if (await _stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false).AsTask().Within() < header.Length)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(header) >>> 8;
        int streamId = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue;
        var frame = new Http2Frame((FrameType)header[3], header[4], streamId, await ReadBytesAsync(length));
        bool isAcknowledgement = (frame.Flags & Http2Frame.Acknowledged) != 0;
        if (frame.Type == FrameType.Settings && !isAcknowledgement)
        {
            await SendAsync(FrameType.Settings, Http2Frame.Acknowledged, 0, []);
        }

        if (frame.Type == FrameType.Ping && !isAcknowledgement && !IsDead)
        {
            await SendAsync(FrameType.Ping, Http2Frame.Acknowledged, 0, frame.Payload);
        }

        return frame;
    }
}
