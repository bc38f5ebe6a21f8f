using System.Diagnostics;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// The connections to the server, and whether they still lead there: a silent one does not tell. All members may be called from any thread.
/// </summary>
internal sealed class Connections(GrpcChannel channel) : IDisposable
{
    // Guards the fields below, and makes new connections and the token that tells of them one step. The channel's own lock is taken under it.
    private readonly Lock _renewalLock = new();
    private CancellationTokenSource _renewal = new();
    private long _renewedAt;

    /// <summary>Cancelled when the connections of now have come into doubt.</summary>
    public CancellationToken InDoubt
    {
        get
        {
            lock (_renewalLock)
            {
                return _renewal.Token;
            }
        }
    }

    /// <summary>A call was not answered: the next ones go over new connections. Of many calls over the same ones the first counts.</summary>
    /// <param name="since">When the call began, as <see cref="Stopwatch.GetTimestamp"/> says it.</param>
    public void Doubt(long since)
    {
        CancellationTokenSource doubted;
        lock (_renewalLock)
        {
            if (since <= _renewedAt)
            {
                return;
            }

            // Before a stream can see the next token: it must not open on the old connections.
            channel.Reconnect();
            _renewedAt = Stopwatch.GetTimestamp();
            doubted = _renewal;
            _renewal = new CancellationTokenSource();
        }

        doubted.Cancel();
    }

    public void Dispose() => _renewal.Dispose();
}
