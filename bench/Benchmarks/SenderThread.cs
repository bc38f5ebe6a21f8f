namespace Messenger.Benchmarks;

/// <summary>
/// A thread of its own that does the same thing whenever it is told to: many of them meet, as tasks on few cores would not.
/// </summary>
internal sealed class SenderThread : IDisposable
{
    private readonly SemaphoreSlim _due = new(0);
    private readonly Action _send;
    private readonly Thread _thread;
    private volatile bool _isDisposed;

    public SenderThread(Action send)
    {
        _send = send;
        _thread = new Thread(Run) { IsBackground = true, Name = "Sender" };
        _thread.Start();
    }

    public void Start() => _due.Release();

    public void Dispose()
    {
        _isDisposed = true;
        _due.Release();
        _thread.Join();
        _due.Dispose();
    }

    private void Run()
    {
        for (_due.Wait(); !_isDisposed; _due.Wait())
        {
            _send();
        }
    }
}
