using System.Net;
using System.Net.Sockets;

namespace Messenger.Fixtures.Proxy;

/// <summary>
/// Stands between a client and a server on this machine, and does to their TCP connections what networks do. Everything may be changed
/// while it runs, from any thread. Disposing it resets what is still connected, and releases the port.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    // Bound and never listening: keeps the port while nobody listens.
    private readonly Socket _port = NewSocket(0);
    private readonly ConnectionLog _log = new();

    // Guards the fields below. Nothing else is taken under it but what _log takes.
    private readonly Lock _stateLock = new();
    private int _targetPort;
    private Accepting _accepting = Accepting.Refuse;
    private FlowRule _toServer = FlowRule.None;
    private FlowRule _toClient = FlowRule.None;
    private Socket? _listener;
    private Task _listening = Task.CompletedTask;

    private FaultProxy(int targetPort)
    {
        _targetPort = targetPort;
    }

    /// <summary>Where clients connect, on the IPv4 loopback address.</summary>
    public int Port => ((IPEndPoint)_port.LocalEndPoint!).Port;

    /// <summary>Where new connections go, on the IPv4 loopback address.</summary>
    public int TargetPort
    {
        get => Locked(() => _targetPort);
        set => Locked(() => _targetPort = value);
    }

    /// <summary>What becomes of new connections. Those that are open stay as they are.</summary>
    public Accepting Accepting
    {
        get => Locked(() => _accepting);
        set => Locked(() => Accept(value));
    }

    /// <summary>What clients' bytes suffer, of all connections, open ones and new ones.</summary>
    public FlowRule ToServer
    {
        get => Locked(() => _toServer);
        set => Locked(() =>
        {
            _toServer = value;
            _log.Open.ForEach(connection => connection.ToServer.Rule = value);
            return value;
        });
    }

    /// <summary>What the server's bytes suffer, of all connections, open ones and new ones.</summary>
    public FlowRule ToClient
    {
        get => Locked(() => _toClient);
        set => Locked(() =>
        {
            _toClient = value;
            _log.Open.ForEach(connection => connection.ToClient.Rule = value);
            return value;
        });
    }

    /// <summary>The connections that are forwarded now, oldest first.</summary>
    public IReadOnlyList<ProxyConnection> Connections => _log.Open;

    /// <summary>
    /// Called with what clients of connections that are made from now on say, as it comes, by one thread at a time of each; it must not keep
    /// it.
    /// </summary>
    public Action<ReadOnlyMemory<byte>> Overheard { get; set; } = _ => { };

    /// <summary>A proxy that listens.</summary>
    public static FaultProxy Start(int targetPort) => new(targetPort) { Accepting = Accepting.Forward };

    /// <summary>Waits for a connection; the first one has the number 1. Only forwarded ones are counted.</summary>
    public Task<ProxyConnection> ConnectionAsync(int number) => _log.WhenAsync(number);

    /// <summary>Waits until so many have fallen into the black hole since the start.</summary>
    public Task SwallowedAsync(int count) => _log.WhenSwallowedAsync(count);

    /// <summary>Resets all connections, those in the black hole included, and waits until that is done.</summary>
    /// <returns>How many there were, without those in the black hole.</returns>
    public Task<int> CutAllAsync() => _log.CutAllAsync();

    public async ValueTask DisposeAsync()
    {
        Accepting = Accepting.Refuse;
        await Locked(() => _listening);
        await CutAllAsync();
        _port.Dispose();
    }

    private static Socket NewSocket(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // For two sockets on one port.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private Accepting Accept(Accepting accepting)
    {
        _accepting = accepting;
        if (accepting == Accepting.Refuse)
        {
            _listener?.Dispose();
            _listener = null;
        }
        else if (_listener is null)
        {
            _listener = NewSocket(Port);
            _listener.Listen();
            _listening = Task.WhenAll(_listening, ListenAsync(_listener));
        }

        return accepting;
    }

    private async Task ListenAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                await TakeAsync(await listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It refuses from now on.
        }
    }

    private async Task TakeAsync(Socket client)
    {
        (Accepting accepting, int target) = Locked(() => (_accepting, _targetPort));
        if (accepting != Accepting.Forward)
        {
            _log.Swallow(client);
            return;
        }

        client.NoDelay = true;
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target));
        }
        catch (SocketException)
        {
            server.Dispose();
            ProxyConnection.Reset(client);
            return;
        }

        // Under the lock: a rule for all reaches this one by one way or the other.
        Locked(() => _log.Add(new ProxyConnection(client, server, _toServer, _toClient, Overheard)));
    }

    private T Locked<T>(Func<T> change)
    {
        lock (_stateLock)
        {
            return change();
        }
    }
}
