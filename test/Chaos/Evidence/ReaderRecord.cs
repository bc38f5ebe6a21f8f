namespace Messenger.Chaos;

/// <summary>What one reader received, from its start on. The reader writes; anybody may wait for its progress.</summary>
internal sealed class ReaderRecord(string name, string room)
{
    // Guards the two fields below. Taken alone.
    private readonly Lock _progressLock = new();
    private readonly List<(long SendTime, TaskCompletionSource Reached)> _waiting = [];
    private long _last = -1;

    private readonly List<SaidMessage> _received = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;

    public string Room { get; } = room;

    /// <summary>The send time of the last message before its start.</summary>
    public long Start { get; private set; }

    /// <summary>Completes when it has a start.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Whether its reader left before the end; read when the reader has ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How often it was opened.</summary>
    public int Openings { get; private set; }

    /// <summary>Read when the reader has ended.</summary>
    public IReadOnlyList<SaidMessage> Received => _received;

    /// <summary>The send time of what it received last.</summary>
    public long Last
    {
        get
        {
            lock (_progressLock)
            {
                return _last;
            }
        }
    }

    /// <summary>It was opened: the first time, this is where it begins.</summary>
    public void Open(long start)
    {
        if (Openings++ == 0)
        {
            Start = start;
            Advance(start);
            _opened.SetResult();
        }
    }

    public void Add(SaidMessage message)
    {
        _received.Add(message);
        Advance(message.SendTime);
    }

    /// <summary>Its reader leaves: nothing more comes.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Completes when it has received something of this time or later.</summary>
    public Task ReachedAsync(long sendTime)
    {
        lock (_progressLock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_last >= sendTime)
            {
                reached.SetResult();
            }

            _waiting.Add((sendTime, reached));
            return reached.Task;
        }
    }

    private void Advance(long sendTime)
    {
        lock (_progressLock)
        {
            _last = Math.Max(_last, sendTime);
            foreach ((_, TaskCompletionSource reached) in _waiting.Where(waiting => _last >= waiting.SendTime))
            {
                reached.TrySetResult();
            }
        }
    }
}
