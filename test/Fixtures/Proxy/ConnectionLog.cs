using System.Net.Sockets;

namespace Messenger.Fixtures.Proxy;

/// <summary>The connections of a <see cref="FaultProxy"/>, from the first one on. All members may be called from any thread.</summary>
internal sealed class ConnectionLog
{
    // Guards the fields below. Taken last.
    private readonly Lock _logLock = new();
    private readonly List<ProxyConnection> _open = [];
    private readonly List<Socket> _swallowed = [];
    private readonly List<TaskCompletionSource<ProxyConnection>> _numbered = [];
    private readonly List<(int Count, TaskCompletionSource Done)> _waiting = [];
    private int _added;
    private int _swallowedInAll;

    public List<ProxyConnection> Open
    {
        get
        {
            lock (_logLock)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>Takes a connection in, and begins to forward it.</summary>
    public ProxyConnection Add(ProxyConnection connection)
    {
        lock (_logLock)
        {
            _open.Add(connection);
            Numbered(++_added).SetResult(connection);
        }

        // It fails with nothing; its own task says when it has ended.
        _ = RunAsync(connection);
        return connection;
    }

    public void Swallow(Socket client)
    {
        lock (_logLock)
        {
            _swallowed.Add(client);
            _swallowedInAll++;
            foreach ((_, TaskCompletionSource done) in _waiting.Where(waiting => waiting.Count <= _swallowedInAll))
            {
                done.TrySetResult();
            }
        }
    }

    public Task<ProxyConnection> WhenAsync(int number)
    {
        lock (_logLock)
        {
            return Numbered(number).Task;
        }
    }

    public Task WhenSwallowedAsync(int count)
    {
        lock (_logLock)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_swallowedInAll >= count)
            {
                done.SetResult();
            }

            _waiting.Add((count, done));
            return done.Task;
        }
    }

    public async Task<int> CutAllAsync()
    {
        List<ProxyConnection> open;
        lock (_logLock)
        {
            open = [.. _open];
            _swallowed.ForEach(ProxyConnection.Reset);
            _swallowed.Clear();
        }

        open.ForEach(connection => connection.Cut());
        await Task.WhenAll(open.Select(connection => connection.Ended));
        return open.Count;
    }

    private async Task RunAsync(ProxyConnection connection)
    {
        await connection.RunAsync();
        lock (_logLock)
        {
            _open.Remove(connection);
        }
    }

    private TaskCompletionSource<ProxyConnection> Numbered(int number)
    {
        while (_numbered.Count < number)
        {
            _numbered.Add(new TaskCompletionSource<ProxyConnection>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return _numbered[number - 1];
    }
}
