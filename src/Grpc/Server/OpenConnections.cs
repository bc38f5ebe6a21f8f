using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc;

/// <summary>
/// The connections that are open, each watched. Kestrel's keepalive finds a peer that is gone, but not one that is there and reads nothing:
/// its ping waits behind what is unsent, and it waits for the ping.
/// </summary>
internal sealed class OpenConnections(GrpcServerOptions options, ILogger logger)
{
    // Guards _connections. Nothing else is taken under it.
    private readonly Lock _connectionsLock = new();
    private readonly HashSet<WatchedConnection> _connections = [];

    /// <summary>How many are open now.</summary>
    public int Count
    {
        get
        {
            lock (_connectionsLock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Serves a connection to its end.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        var watched = new WatchedConnection(connection, options);
        lock (_connectionsLock)
        {
            _connections.Add(watched);
        }

        try
        {
            await serve(connection);
        }
        finally
        {
            lock (_connectionsLock)
            {
                _connections.Remove(watched);
            }

            watched.End(logger);
        }
    }

    /// <summary>Cuts off those whose peers read nothing any more.</summary>
    public void AbortStuck(long now)
    {
        WatchedConnection[] connections;
        lock (_connectionsLock)
        {
            connections = [.. _connections];
        }

        foreach (WatchedConnection connection in connections)
        {
            connection.AbortIfStuck(now, logger);
        }
    }
}
