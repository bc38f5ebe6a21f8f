namespace Messenger.ClientHost.Terminal;

/// <summary>A number that grows, and can be waited for. All members may be called from any thread.</summary>
internal sealed class Watermark
{
    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _levelLock = new();
    private TaskCompletionSource _higher = NewSource();
    private long _level;

    /// <summary>How far it has come.</summary>
    public long Level
    {
        get
        {
            lock (_levelLock)
            {
                return _level;
            }
        }
    }

    /// <summary>Raises it; a lower level than the present changes nothing.</summary>
    public void Advance(long level)
    {
        lock (_levelLock)
        {
            if (level > _level)
            {
                _level = level;
                _higher.SetResult();
                _higher = NewSource();
            }
        }
    }

    /// <summary>Completes when it has come to a level.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before that.</exception>
    public async Task WhenReachedAsync(long level, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task higher;
            lock (_levelLock)
            {
                if (_level >= level)
                {
                    return;
                }

                higher = _higher.Task;
            }

            await higher.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
