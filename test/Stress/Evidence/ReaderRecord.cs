namespace Messenger.Stress;

/// <summary>What one reader was promised and what it received. The reader writes; anybody may wait for its progress.</summary>
internal sealed class ReaderRecord(string name)
{
    // Guards _last, _ended and _waits. Taken alone.
    private readonly Lock _progress = new();
    private readonly List<(long Sequence, string Text)> _received = [];
    private long _last;
    private readonly List<(long Sequence, TaskCompletionSource Reached)> _waits = [];
    private bool _ended;

    public string Name { get; } = name;

    /// <summary>The number that it begins with; null if it takes what it gets.</summary>
    public long? First { get; private set; }

    /// <summary>The readings of the clock around its opening; null if the opening did not decide where it begins.</summary>
    public (long Started, long Completed)? Opening { get; private set; }

    /// <summary>Null while it reads.</summary>
    public ReaderEnd? End { get; private set; }

    /// <summary>Read when the reader has ended.</summary>
    public IReadOnlyList<(long Sequence, string Text)> Received => _received;

    public long Last
    {
        get
        {
            lock (_progress)
            {
                return _last;
            }
        }
    }

    public void BeginsAt(long? first, (long Started, long Completed)? opening = null)
    {
        First = first;
        Opening = opening;
        Advance((first ?? 1) - 1);
    }

    public void Add(long sequence, string text)
    {
        _received.Add((sequence, text));
        Advance(sequence);
    }

    public void Close(ReaderEnd end)
    {
        End = end;
        lock (_progress)
        {
            _ended = true;
            _waits.ForEach(wait => wait.Reached.TrySetResult());
        }
    }

    /// <summary>Completes when it has received this number, or ended.</summary>
    public Task Reached(long sequence)
    {
        lock (_progress)
        {
            if (_last >= sequence || _ended)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((sequence, reached));
            return reached.Task;
        }
    }

    private void Advance(long sequence)
    {
        lock (_progress)
        {
            _last = sequence;
            for (int i = _waits.Count - 1; i >= 0; i--)
            {
                if (sequence >= _waits[i].Sequence)
                {
                    _waits[i].Reached.TrySetResult();
                    _waits.RemoveAt(i);
                }
            }
        }
    }
}
