using System.Buffers.Binary;

namespace Messenger.EndToEnd.Abuse;

/// <summary>What peers do to a server over HTTP/2 that wish it ill, or are broken.</summary>
internal static class Http2Abuses
{
    private const byte EndStream = Http2Frame.EndStream;
    private const byte EndHeaders = Http2Frame.EndHeaders;
    private const int LargestFrame = 16 << 10;

    private static readonly byte[] EmptyMessage = new byte[5];
    private static readonly byte[] ResetCode = [0, 0, 0, 8];

    /// <summary>Streams that are opened and reset at once.</summary>
    public static async Task ResetRapidlyAsync(int port, bool withBody)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port);
        for (int stream = 1; stream < 40_000; stream += 2)
        {
            byte[] body = withBody ? Http2Frame.Encode(FrameType.Data, EndStream, stream, EmptyMessage) : [];
            if (!await abuser.SendAsync([.. Call(stream), .. body, .. Http2Frame.Encode(FrameType.ResetStream, 0, stream, ResetCode)]))
            {
                return;
            }
        }
    }

    /// <summary>Headers that never end.</summary>
    public static async Task ContinueHeadersAsync(int port, int bytesEach, int times)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port);
        await abuser.SendAsync(Http2Frame.Encode(FrameType.Headers, 0, 1, Headers()));
        byte[] more = bytesEach > 0 ? HeaderBlock.Encode([("x", new string('x', bytesEach))]) : [];
        await abuser.RepeatAsync(Http2Frame.Encode(FrameType.Continuation, 0, 1, more), times);
    }

    /// <summary>A large header, put into the table once and named thousands of times.</summary>
    public static async Task BombHeadersAsync(int port)
    {
        // A literal that goes into the table (RFC 7541, section 6.2.1); its length of 4,000 in three bytes; then its index, 62.
        byte[] large = [0x40, 1, (byte)'x', 0x7F, 0xA1, 0x1E, .. new byte[4000].Select(_ => (byte)'y')];
        byte[] bomb = [.. large, .. Enumerable.Repeat((byte)(0x80 | 62), LargestFrame - large.Length - 1000)];
        for (int connection = 0; connection < 20; connection++)
        {
            await using Abuser abuser = await Abuser.OpenAsync(port);
            for (int stream = 1; stream < 200; stream += 2)
            {
                await abuser.SendAsync(Http2Frame.Encode(FrameType.Headers, EndHeaders | EndStream, stream, [.. Headers(), .. bomb]));
            }
        }
    }

    /// <summary>Readers that give no window, and keep their streams.</summary>
    public static async Task GiveNoWindowAsync(int port, Func<Task> meanwhile)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port, reads: true, Announce(Setting.InitialWindowSize, 0));
        await OpenStreamsAsync(abuser, 500);
        await meanwhile();
    }

    /// <summary>Readers that give a window of a byte at a time.</summary>
    public static async Task GiveTinyWindowsAsync(int port, Func<Task> meanwhile)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port, reads: true, Announce(Setting.InitialWindowSize, 1));
        await OpenStreamsAsync(abuser, 50);
        Task others = meanwhile();
        for (int i = 0; i < 400; i++)
        {
            for (int stream = 1; stream < 100; stream += 2)
            {
                await abuser.SendAsync(Http2Frame.Encode(FrameType.WindowUpdate, 0, stream, Number(1)));
            }
        }

        await others;
    }

    /// <summary>Windows that become large and nothing in turn.</summary>
    public static async Task JuggleWindowsAsync(int port, Func<Task> meanwhile)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port);
        await OpenStreamsAsync(abuser, 100);
        Task others = meanwhile();
        byte[] juggling =
        [
            .. Http2Frame.Encode(FrameType.Settings, 0, 0, Announce(Setting.InitialWindowSize, 0)),
            .. Http2Frame.Encode(FrameType.Settings, 0, 0, Announce(Setting.InitialWindowSize, int.MaxValue)),
            .. Http2Frame.Encode(FrameType.Settings, 0, 0, Announce(Setting.InitialWindowSize, 65_535)),
        ];
        await abuser.RepeatAsync(juggling, 5000);
        await others;
    }

    /// <summary>Frames that cost their sender nothing, and want an answer or some work each.</summary>
    public static async Task FloodAsync(int port, bool reads, byte[] frame)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port, reads);
        await abuser.SendAsync(Call(1));
        await abuser.RepeatAsync(frame, 200_000);
    }

    /// <summary>More streams than a connection may have.</summary>
    public static async Task OpenTooManyAsync(int port, Func<Task> meanwhile)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port);
        await OpenStreamsAsync(abuser, 5000);
        await meanwhile();
    }

    /// <summary>Connections that say little or nothing, and stay.</summary>
    public static async Task SaySoLittleAsync(int port, byte[] words, Func<Task> meanwhile)
    {
        List<Abuser> silent = [];
        for (int i = 0; i < 200; i++)
        {
            silent.Add(await Abuser.ConnectAsync(port));
            await silent[^1].SendAsync(words);
        }

        await meanwhile();
        foreach (Abuser abuser in silent)
        {
            await abuser.DisposeAsync();
        }
    }

    /// <summary>What HTTP/2 forbids: the server must end the connection.</summary>
    public static async Task BreakRulesAsync(int port, byte[] bytes)
    {
        await using Abuser abuser = await Abuser.OpenAsync(port);
        await abuser.SendAsync(bytes);
        await abuser.UntilClosedAsync();
    }

    /// <summary>Bytes, or frames, by chance.</summary>
    public static async Task SendAnythingAsync(int port, Random random, bool inFrames)
    {
        for (int connection = 0; connection < 200; connection++)
        {
            await using Abuser abuser = await Abuser.OpenAsync(port);
            for (int i = 0; i < 20; i++)
            {
                byte[] anything = new byte[random.Next(200)];
                random.NextBytes(anything);
                byte[] frame = Http2Frame.Encode((FrameType)random.Next(12), (byte)random.Next(256), random.Next(12), anything);
                if (!await abuser.SendAsync(inFrames ? frame : anything))
                {
                    break;
                }
            }
        }
    }

    /// <summary>The headers of a call of <c>ReadMessages</c>, in a frame.</summary>
    public static byte[] Call(int stream) => Http2Frame.Encode(FrameType.Headers, EndHeaders, stream, Headers());

    /// <summary>A number as the payload of a frame.</summary>
    public static byte[] Number(uint number)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>A setting as the payload of a frame.</summary>
    public static byte[] Announce(Setting setting, uint value) => [0, (byte)setting, .. Number(value)];

    private static byte[] Headers() => HeaderBlock.Encode(
    [
        (":method", "POST"), (":scheme", "http"), (":path", "/mes_grpc.MessengerServer/ReadMessages"), (":authority", "localhost"),
        ("content-type", "application/grpc"), ("te", "trailers"),
    ]);

    private static async Task OpenStreamsAsync(Abuser abuser, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int stream = (2 * i) + 1;
            await abuser.SendAsync([.. Call(stream), .. Http2Frame.Encode(FrameType.Data, EndStream, stream, EmptyMessage)]);
        }
    }
}
