namespace Messenger.Journal;

/// <summary>
/// Whether a journal can write: not while its store fails, nor while it waits for its disk for too long, since a disk that hangs gives no error. All
/// members may be called from any thread.
/// </summary>
internal sealed class WriteHealth
{
    private const long Idle = -1;

    // Guards everything below. Nothing else is taken under it; who is told of a change is told outside.
    private readonly Lock _healthLock = new();
    private bool _isFailing;
    private bool _isStalled;
    private long _writingSince = Idle;

    /// <summary>Raised after <see cref="CanWrite"/> has changed.</summary>
    public event Action? Changed;

    public bool CanWrite
    {
        get
        {
            lock (_healthLock)
            {
                return CanWriteLocked;
            }
        }
    }

    private bool CanWriteLocked => !_isFailing && !_isStalled;

    /// <summary>The store fails.</summary>
    public void Fail() => Change(() => _isFailing = true);

    /// <summary>The store no longer fails.</summary>
    public void Recover() => Change(() => _isFailing = false);

    /// <summary>The writer begins with what needs the disk.</summary>
    public void Begin(long now)
    {
        lock (_healthLock)
        {
            _writingSince = now;
        }
    }

    /// <summary>The writer is through with it. True: it had been found to take too long.</summary>
    public bool End()
    {
        bool wasStalled;
        lock (_healthLock)
        {
            _writingSince = Idle;
            wasStalled = _isStalled;
        }

        if (wasStalled)
        {
            Change(() => _isStalled = false);
        }

        return wasStalled;
    }

    /// <summary>Looks whether what the writer does has taken as long as <paramref name="limit"/>. True: it has, which was not known before.</summary>
    public bool FindStall(long now, TimeSpan limit)
    {
        bool isFound = false;
        Change(() =>
        {
            isFound = !_isStalled && _writingSince != Idle && now - _writingSince >= (long)limit.TotalMilliseconds;
            _isStalled |= isFound;
        });
        return isFound;
    }

    private void Change(Action change)
    {
        bool isChanged;
        lock (_healthLock)
        {
            bool before = CanWriteLocked;
            change();
            isChanged = CanWriteLocked != before;
        }

        if (isChanged)
        {
            Changed?.Invoke();
        }
    }
}
