namespace Messenger.ClientHost.Connection;

/// <summary>
/// How far the stream is: whether what is said comes, and what has come. Between two streams of which the second goes on where the first
/// has ended, it comes too, later. The stream tells it; senders wait on it. All members may be called from any thread.
/// </summary>
internal sealed class Reception
{
    // Guards everything below. Nothing else is taken under it; tasks that are completed under it go on elsewhere.
    private readonly Lock _stateLock = new();
    private readonly PriorityQueue<TaskCompletionSource, SendTime> _waiting = new();
    private TaskCompletionSource _opened = NewSource();
    private SendTime _latest;
    private bool _isOpen;

    /// <summary>Whether the stream is open at this moment.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_stateLock)
            {
                return _isOpen;
            }
        }
    }

    /// <summary>The stream is open: what is said from now on comes.</summary>
    public void Open()
    {
        lock (_stateLock)
        {
            _isOpen = true;
            _opened.TrySetResult();
        }
    }

    /// <summary>The stream has brought a message, and the message is in the mailbox.</summary>
    public void Receive(SendTime sendTime)
    {
        lock (_stateLock)
        {
            // Other servers' times need not ascend.
            _latest = sendTime.CompareTo(_latest) > 0 ? sendTime : _latest;
            while (_waiting.TryPeek(out _, out SendTime awaited) && awaited.CompareTo(_latest) <= 0)
            {
                _waiting.Dequeue().SetResult();
            }
        }
    }

    /// <summary>The stream has ended, or did not open. Whether the next one goes on where it was is not known yet.</summary>
    public void End()
    {
        lock (_stateLock)
        {
            _isOpen = false;
        }
    }

    /// <summary>The stream has ended, and cannot be resumed: nothing comes any more that was said before the next one is open.</summary>
    public void Close()
    {
        lock (_stateLock)
        {
            if (_opened.Task.IsCompleted)
            {
                _opened = NewSource();
            }

            // The next stream's times may be earlier: its server may be another one, or have another clock.
            _latest = default;
            while (_waiting.TryDequeue(out TaskCompletionSource? waiting, out _))
            {
                waiting.SetResult();
            }
        }
    }

    /// <summary>Completes when the stream is open, or has ended and can be resumed.</summary>
    public Task WhenOpenAsync()
    {
        lock (_stateLock)
        {
            return _opened.Task;
        }
    }

    /// <summary>
    /// Completes when a message of this time or a later one has come; at once where there is no stream, or when it ends and cannot be
    /// resumed.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before that.</exception>
    public async Task WhenReceivedAsync(SendTime sendTime, CancellationToken giveUp = default)
    {
        TaskCompletionSource waiting = NewSource();
        lock (_stateLock)
        {
            if (!_opened.Task.IsCompleted || _latest.CompareTo(sendTime) >= 0)
            {
                return;
            }

            _waiting.Enqueue(waiting, sendTime);
        }

        try
        {
            await waiting.Task.WaitAsync(giveUp);
        }
        catch (OperationCanceledException)
        {
            Forget(waiting);
            throw;
        }
    }

    // A server that never brings it must not make those who gave up pile up.
    private void Forget(TaskCompletionSource waiting)
    {
        lock (_stateLock)
        {
            _waiting.Remove(waiting, out _, out _);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
