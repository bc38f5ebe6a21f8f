using System.Diagnostics;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// The connections to the server, and whether they still lead there: a silent one does not tell. All members may be called from any thread.
/// </summary>
internal sealed class Connections(GrpcChannel channel) : IDisposable
{
    // A connection that leads nowhere brings nothing for as long as a call over it waits, which is longer than that.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    // Guards the fields below but for _heardAt, and makes new connections and the token that tells of them one step. The channel's own lock is taken under it.
    private readonly Lock _renewalLock = new();
    private CancellationTokenSource _renewal = new();
    private long _renewedAt;
    private long _heardAt;

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

    /// <summary>Something has come from the server.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());

    /// <summary>
    /// A call was not answered: the next ones go over new connections. Of many calls over the same ones the first counts. While the server
    /// is heard, it is only slow.
    /// </summary>
    /// <param name="since">When the call began, as <see cref="Stopwatch.GetTimestamp"/> says it.</param>
    public void Doubt(long since)
    {
        long heard = Volatile.Read(ref _heardAt);
        if (heard > since && Stopwatch.GetElapsedTime(heard) < Silence)
        {
            return;
        }

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
