namespace Messenger.ClientHost.Http;

/// <summary>How long requests that are being served may go on when the client stops.</summary>
internal sealed class Drain : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _onStopping;

    public Drain(IHostApplicationLifetime lifetime)
    {
        _onStopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(Longest));
    }

    /// <summary>Cancelled when it is over: whoever still waits for the server should answer now.</summary>
    public CancellationToken Over => _over.Token;

    public void Dispose()
    {
        _onStopping.Dispose();
        _over.Dispose();
    }
}
