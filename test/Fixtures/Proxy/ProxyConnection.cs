using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Messenger.Fixtures.Proxy;

/// <summary>One connection through a <see cref="FaultProxy"/>. All members may be called from any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It may be cut after its end, and a source without a timer holds nothing.")]
public sealed class ProxyConnection
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ProxyConnection(Socket client, Socket server, FlowRule toServer, FlowRule toClient, Action<ReadOnlyMemory<byte>> overheard)
    {
        _client = client;
        _server = server;
        ToServer = new ProxyFlow(client, server, toServer, overheard);
        ToClient = new ProxyFlow(server, client, toClient, _ => { });
    }

    /// <summary>What the client says.</summary>
    public ProxyFlow ToServer { get; }

    /// <summary>What the server says.</summary>
    public ProxyFlow ToClient { get; }

    /// <summary>Completes when both sockets are closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Resets both sockets: what is on its way is lost.</summary>
    public void Cut() => _cut.Cancel();

    /// <summary>Forwards until both directions have ended, or something has failed, and closes both sockets.</summary>
    internal async Task RunAsync()
    {
        Task<bool>[] flows = [ToServer.RunAsync(_cut.Token), ToClient.RunAsync(_cut.Token)];
        if (!await await Task.WhenAny(flows))
        {
            await _cut.CancelAsync();
        }

        bool isWell = (await Task.WhenAll(flows)).All(ended => ended);
        Close(_client, isWell);
        Close(_server, isWell);
        _ended.SetResult();
    }

    /// <summary>Closes a socket with a reset.</summary>
    internal static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static void Close(Socket socket, bool isWell)
    {
        if (!isWell)
        {
            Reset(socket);
        }

        socket.Dispose();
    }
}
