using System.Net.Sockets;
using System.Text;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A TCP connection to a program, for what no well-behaved library sends.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <param name="port">The program's.</param>
    /// <param name="receiveBuffer">How many bytes the kernel takes that nobody reads; null for what it likes, which are millions.</param>
    public static async Task<RawConnection> OpenAsync(int port, int? receiveBuffer = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            tcp.ReceiveBufferSize = bytes;
        }

        await tcp.ConnectAsync("127.0.0.1", port).Within();
        return new RawConnection(tcp);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public Task WriteAsync(byte[] bytes) => _stream.WriteAsync(bytes).Within();

    public Task ReadExactlyAsync(byte[] buffer) => _stream.ReadExactlyAsync(buffer).Within();

    /// <summary>Everything that comes, up to and with a text.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        var read = new StringBuilder();
        byte[] piece = new byte[1];
        while (!read.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            await ReadExactlyAsync(piece);
            read.Append((char)piece[0]);
        }

        return read.ToString();
    }

    /// <summary>Everything that comes, until the other side closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync().Within();
    }

    /// <summary>Says that nothing more comes from this side.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Says that nothing more comes from this side, and waits until the other side closes too.</summary>
    public async Task EndAsync()
    {
        EndSending();
        try
        {
            await ReadToEndAsync();
        }
        catch (IOException)
        {
            // It may also close without a word.
        }
    }

    /// <summary>Cuts the connection off, as a crash of this side does.</summary>
    public void Cut()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();
}
