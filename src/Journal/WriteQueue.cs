namespace Messenger.Journal;

/// <summary>
/// The writes that wait for their commit, in order, within bounds; and the question whether a writer is at work on them, so that there is
/// exactly one while something waits.
/// </summary>
internal sealed class WriteQueue(JournalOptions options)
{
    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _queueLock = new();
    private readonly Queue<IPendingWrite> _waiting = [];
    private long _waitingBytes;
    private int _writingCount;
    private long _writingBytes;
    private bool _writing;
    private bool _closed;
    private TaskCompletionSource? _drained;

    /// <summary>How many writes wait, and how many bytes they take; those of the group that is being written count until the writer is through.</summary>
    public (int Count, long Bytes) Unfinished
    {
        get
        {
            lock (_queueLock)
            {
                return (_waiting.Count + _writingCount, _waitingBytes + _writingBytes);
            }
        }
    }

    /// <summary>Adds a write. True: no writer was at work, and the caller must see to it that one is, now.</summary>
    /// <exception cref="JournalBusyException">It would exceed the bounds.</exception>
    /// <exception cref="JournalClosedException">The queue is closed.</exception>
    public bool Enqueue(IPendingWrite write)
    {
        lock (_queueLock)
        {
            if (_closed)
            {
                throw new JournalClosedException();
            }

            if (_waiting.Count >= options.WaitingEntries)
            {
                throw new JournalBusyException($"{options.WaitingEntries} messages wait to be stored already. Try again later.");
            }

            if (_waiting.Count > 0 && _waitingBytes + write.Size > options.WaitingBytes)
            {
                throw new JournalBusyException($"{options.WaitingBytes} bytes of messages wait to be stored already. Try again later.");
            }

            _waiting.Enqueue(write);
            _waitingBytes += write.Size;
            bool mustWrite = !_writing;
            _writing = true;
            return mustWrite;
        }
    }

    /// <summary>For the writer: moves the next group into <paramref name="group"/>, which is empty.</summary>
    public void TakeGroup(List<IPendingWrite> group)
    {
        lock (_queueLock)
        {
            long bytes = 0;
            while (group.Count < options.GroupEntries
                && _waiting.TryPeek(out IPendingWrite? write)
                && (group.Count == 0 || bytes + write.Size <= options.GroupBytes))
            {
                group.Add(_waiting.Dequeue());
                bytes += write.Size;
            }

            _waitingBytes -= bytes;
            _writingCount = group.Count;
            _writingBytes = bytes;
        }
    }

    /// <summary>For the writer, after its group: true if nothing waits, and then it is no longer the writer.</summary>
    public bool TryRetire()
    {
        lock (_queueLock)
        {
            _writingCount = 0;
            _writingBytes = 0;
            if (_waiting.Count > 0)
            {
                return false;
            }

            _writing = false;
            _drained?.TrySetResult();
            return true;
        }
    }

    /// <summary>Refuses further writes; completes when those that wait are committed.</summary>
    public Task CloseAsync()
    {
        lock (_queueLock)
        {
            _closed = true;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_writing)
            {
                _drained.TrySetResult();
            }

            return _drained.Task;
        }
    }
}
