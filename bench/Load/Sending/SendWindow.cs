using System.Diagnostics.CodeAnalysis;

namespace Messenger.Load.Sending;

/// <summary>How many messages may be under way in a closed loop.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class SendWindow(int size)
{
    private readonly SemaphoreSlim _free = new(size);
    private int _overdue;

    /// <summary>How often a sender went on although nothing had come back for as long as it is patient.</summary>
    public int Overdue => Volatile.Read(ref _overdue);

    /// <summary>A message is answered and on every stream, or has failed.</summary>
    public void Release() => _free.Release();

    /// <summary>Waits for a place; or, where messages get lost, until patience is over.</summary>
    public async Task EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(patience, cancellationToken))
        {
            Interlocked.Increment(ref _overdue);
        }
    }
}
