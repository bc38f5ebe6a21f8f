using System.Threading.Channels;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Input that can only be waited for by blocking, read ahead a little by a thread of its own, so that those who want it can wait and give
/// up. The thread does not keep the process alive. One reader at a time.
/// </summary>
internal sealed class InputQueue<T>
    where T : struct
{
    private readonly Channel<T> _items;

    /// <summary>Begins to read.</summary>
    /// <param name="capacity">How much is read ahead.</param>
    /// <param name="read">Blocks until there is something; null at the end.</param>
    public InputQueue(int capacity, Func<T?> read)
    {
        _items = Channel.CreateBounded<T>(capacity);
        new Thread(() => Read(read)) { IsBackground = true, Name = "input" }.Start();
    }

    /// <summary>Waits until there is something to <see cref="TryRead"/>; false at the end.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _items.Reader.WaitToReadAsync(cancellationToken);

    public bool TryRead(out T item) => _items.Reader.TryRead(out item);

    private void Read(Func<T?> read)
    {
        try
        {
            while (read() is { } item)
            {
                _items.Writer.WriteAsync(item).AsTask().Wait();
            }
        }
        catch (IOException)
        {
            // The terminal or the pipe is gone, which is an end like any other.
        }
        finally
        {
            _items.Writer.TryComplete();
        }
    }
}
