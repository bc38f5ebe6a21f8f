using System.Net;
using System.Net.Sockets;

namespace Messenger.EndToEnd.Abuse;

/// <summary>A connection that means no good. It sends whatever it is told to, and what comes back it throws away, or leaves unread.</summary>
internal sealed class Abuser : IAsyncDisposable
{
    // A server that does not read on has done all that it should: nobody waits longer for it.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(2);

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly Task _reading;

    private Abuser(TcpClient tcp, bool reads)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
        _reading = reads ? ReadAsync() : Task.CompletedTask;
    }

    /// <summary>Connects, and says no more.</summary>
    public static async Task<Abuser> ConnectAsync(int port, bool reads = true)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port).Within();
        return new Abuser(tcp, reads);
    }

    /// <summary>Connects, and begins as a client of HTTP/2 does.</summary>
    public static async Task<Abuser> OpenAsync(int port, bool reads = true, params byte[] settings)
    {
        Abuser abuser = await ConnectAsync(port, reads);
        await abuser.SendAsync([.. Http2Frame.Preface.Span, .. Http2Frame.Encode(FrameType.Settings, 0, 0, settings)]);
        return abuser;
    }

    /// <summary>Sends bytes. False: the server has closed the connection, or reads no more.</summary>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        try
        {
            using var giveUp = new CancellationTokenSource(LongestWrite);
            await _stream.WriteAsync(bytes, giveUp.Token);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Sends the same bytes so many times, unless the server has enough of them before.</summary>
    public async Task RepeatAsync(byte[] bytes, int times)
    {
        const int AtOnce = 100;
        byte[] many = [.. Enumerable.Repeat(bytes, AtOnce).SelectMany(one => one)];
        for (int i = 0; i < times; i += AtOnce)
        {
            if (!await SendAsync(many))
            {
                return;
            }
        }
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public Task UntilClosedAsync() => _reading.Within();

    public async ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        await _reading.Within();
    }

    private async Task ReadAsync()
    {
        byte[] anything = new byte[64 << 10];
        try
        {
            while (await _stream.ReadAsync(anything) > 0)
            {
                // It goes nowhere.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Closed with a reset, or by this side.
        }
    }
}
