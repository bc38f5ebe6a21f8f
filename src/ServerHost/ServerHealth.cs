using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>
/// Whether the server serves: from its start until it stops, but not while its journal cannot write. All members may be called from any
/// thread.
/// </summary>
internal sealed class ServerHealth : IDisposable
{
    private readonly IJournal _journal;

    // Guards the replacing of _state, and _isStopping. The journal's own lock is taken under it; who waits for a change goes on elsewhere.
    private readonly Lock _stateLock = new();
    private volatile ServerState _state;
    private bool _isStopping;

    public ServerHealth(IJournal journal)
    {
        _journal = journal;
        _state = new ServerState(journal.CanWrite, isStopping: false);
        _journal.CanWriteChanged += Update;
        Update();
    }

    /// <summary>The state of now.</summary>
    public ServerState State => _state;

    /// <summary>The server begins to stop.</summary>
    public void Stop()
    {
        lock (_stateLock)
        {
            _isStopping = true;
        }

        Update();
    }

    public void Dispose() => _journal.CanWriteChanged -= Update;

    private void Update()
    {
        lock (_stateLock)
        {
            ServerState before = _state;
            var now = new ServerState(_journal.CanWrite && !_isStopping, _isStopping);
            if ((now.IsServing, now.IsStopping) != (before.IsServing, before.IsStopping))
            {
                _state = now;
                before.IsOver.SetResult();
            }
        }
    }
}
