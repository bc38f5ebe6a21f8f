namespace Messenger.Chaos;

/// <summary>Holds up a reader while it is closed. All members may be called from any thread.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource? _closed;
    private volatile bool _hasHeldUp;

    public void Close()
    {
        _hasHeldUp = false;
        _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Opens it.</summary>
    /// <returns>Whether it has held up anybody since it was closed.</returns>
    public bool Open()
    {
        Interlocked.Exchange(ref _closed, null)?.SetResult();
        return _hasHeldUp;
    }

    public Task PassAsync(CancellationToken cancellationToken)
    {
        if (_closed is not { } closed)
        {
            return Task.CompletedTask;
        }

        _hasHeldUp = true;
        return closed.Task.WaitAsync(cancellationToken);
    }
}
