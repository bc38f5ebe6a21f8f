using Messenger.Grpc;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// What is known of a room that one is in: its history, and whether it goes on. The session changes it; who shows it waits for changes. All
/// members may be called from any thread.
/// </summary>
internal sealed class RoomModel
{
    // Guards everything below. Taken before the lock of Changes.
    private readonly Lock _stateLock = new();
    private readonly RoomHistory _history = new();
    private bool _isConnected;
    private int _outages;
    private int _restarts;
    private Status? _end;

    /// <summary>How the room is now.</summary>
    public RoomState State
    {
        get
        {
            lock (_stateLock)
            {
                return new RoomState(Changes.Level, _history.ToArray(), _history.IsCut, _isConnected, _outages, _restarts, _end);
            }
        }
    }

    /// <summary>The version of <see cref="State"/>.</summary>
    public Watermark Changes { get; } = new();

    /// <summary>Whether messages come.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_stateLock)
            {
                return _isConnected;
            }
        }
    }

    /// <summary>The number of the newest message; null if there is none, or it has none.</summary>
    public long? LastSequence
    {
        get
        {
            lock (_stateLock)
            {
                return _history.LastSequence;
            }
        }
    }

    /// <summary>A stream is open; more than once for one stream, it does nothing.</summary>
    /// <param name="isWhole">Whether it brings the whole history, which then replaces what there is.</param>
    public void Open(bool isWhole)
    {
        lock (_stateLock)
        {
            if (_isConnected)
            {
                return;
            }

            if (isWhole)
            {
                _history.Clear();
            }

            _isConnected = true;
            ChangeLocked();
        }
    }

    /// <summary>The stream has brought a message.</summary>
    public void Receive(RoomMessage message)
    {
        lock (_stateLock)
        {
            if (_history.Add(message))
            {
                ChangeLocked();
            }
        }
    }

    /// <summary>The stream has ended, if it was open.</summary>
    public void Close()
    {
        lock (_stateLock)
        {
            if (_isConnected)
            {
                _isConnected = false;
                _outages++;
                ChangeLocked();
            }
        }
    }

    /// <summary>The server has another history than this one, which is forgotten.</summary>
    public void BeginAnew()
    {
        lock (_stateLock)
        {
            _history.Clear();
            _restarts++;
            ChangeLocked();
        }
    }

    /// <summary>Nothing will come any more.</summary>
    public void End(Status end)
    {
        lock (_stateLock)
        {
            _end = end;
            ChangeLocked();
        }
    }

    /// <summary>Waits until a message is in the history.</summary>
    /// <returns>The version of a state that has it, or one in which nothing comes, because the connection is lost.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled before that.</exception>
    public async Task<long> WhenReceivedAsync(RoomMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            long version;
            lock (_stateLock)
            {
                version = Changes.Level;
                if (!_isConnected || _history.Holds(message))
                {
                    return version;
                }
            }

            await Changes.WhenReachedAsync(version + 1, cancellationToken);
        }
    }

    private void ChangeLocked() => Changes.Advance(Changes.Level + 1);
}
