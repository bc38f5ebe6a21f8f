using System.Diagnostics;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>
/// Keeps a stream from the server open: opens the next one whenever one has ended, after a pause that grows while they fail, and over new
/// connections as soon as those of now are in doubt. For one stream at a time.
/// </summary>
/// <param name="connections">What the streams go over.</param>
/// <param name="onLost">Told why there is no stream; not again before one was open.</param>
/// <param name="endsWhenRefused">Whether it fails where the server would refuse the next stream, too; otherwise it goes on asking.</param>
internal sealed class ReconnectLoop(Connections connections, Action<string> onLost, bool endsWhenRefused = false)
{
    // A stream that ends sooner is a failure, as one that does not open: its server is asked less and less often.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new();
    private bool _isLossTold;

    // When the stream of now was open; null while it is not.
    private long? _opened;

    /// <summary>Opens streams until it is stopped.</summary>
    /// <param name="readAsync">
    /// Opens one and reads it to its end. Returns why it has ended, or fails with <see cref="RpcException"/>; null if the next one is to be
    /// opened at once.
    /// </param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="RpcException">The server refuses.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<string?>> readAsync, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string? reason = await ReadAsync(readAsync, stop);
            if (reason is null || stop.IsCancellationRequested)
            {
                continue;
            }

            if (!_isLossTold)
            {
                onLost(reason);
                _isLossTold = true;
            }

            await Task.Delay(_backoff.Next(), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The stream of now is open.</summary>
    public void Open()
    {
        _isLossTold = false;
        _opened = Stopwatch.GetTimestamp();
    }

    /// <summary>The stream of now has brought something.</summary>
    public void Receive()
    {
        _backoff.Reset();
        connections.Hear();
    }

    private async Task<string?> ReadAsync(Func<CancellationToken, Task<string?>> readAsync, CancellationToken stop)
    {
        CancellationToken inDoubt = connections.InDoubt;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop, inDoubt);
        _opened = null;
        try
        {
            return await readAsync(reading.Token);
        }
        catch (RpcException e) when (!endsWhenRefused || !StreamEnd.IsFinal(e.StatusCode))
        {
            return inDoubt.IsCancellationRequested ? null : $"{e.StatusCode}. {e.Status.Detail}";
        }
        finally
        {
            if (_opened is { } opened && Stopwatch.GetElapsedTime(opened) >= Lasting)
            {
                _backoff.Reset();
            }

            // Ends what waits for the stream beside the one who reads it.
            await reading.CancelAsync();
        }
    }
}
