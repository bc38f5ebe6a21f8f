namespace Messenger.Chat;

/// <summary>
/// Wakes the watchers of rooms. Who publishes pays a fence and a look, and only while a watcher sleeps a little more. All members may be
/// called from any thread.
/// </summary>
/// <remarks>
/// A watcher that finds nothing new calls <see cref="WhenRaised"/>, looks once more, and only then waits. Both sides have a full fence
/// between what they write and what they look at: either the watcher sees what is new, or the publisher sees that it is about to sleep.
/// </remarks>
internal sealed class ActivitySignal
{
    // Null while nobody sleeps. Whoever exchanges it for null must complete it.
    private TaskCompletionSource? _sleepers;
    private bool _isCompleted;

    /// <summary>Whether nothing more will happen; what happened before can be seen by who sees this.</summary>
    public bool IsCompleted => Volatile.Read(ref _isCompleted);

    /// <summary>Completes when something has happened. A full fence: what happens unseen after it completes the task.</summary>
    public Task WhenRaised()
    {
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _sleepers, own, null) ?? own).Task;
    }

    /// <summary>Says that something has happened, which can be seen already.</summary>
    public void Raise()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepers) is not null && Interlocked.Exchange(ref _sleepers, null) is { } sleepers)
        {
            // Not here: there may be many, and the publisher has to go on.
            ThreadPool.UnsafeQueueUserWorkItem(static sleepers => sleepers.SetResult(), sleepers, preferLocal: false);
        }
    }

    /// <summary>Says that nothing more will happen.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isCompleted, true);
        Raise();
    }
}
