using System.Diagnostics.CodeAnalysis;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>
/// The memory that reading for <c>GetHistory</c> takes: so many calls read at a time, each a page of the journal, and the others wait, in the
/// order of their coming. All members may be called from any thread.
/// </summary>
/// <param name="options">How much memory that is, at least a page, and how many calls wait for it.</param>
/// <param name="journal">How large a page is.</param>
[SuppressMessage("Design", "CA1001", Justification = "It has no handle, and a call that ends late still releases its page.")]
internal sealed class HistoryBudget(HistoryOptions options, JournalOptions journal)
{
    private readonly SemaphoreSlim _pages = new((int)Math.Max(1, options.Bytes / journal.PageBytes));
    private int _waiting;

    /// <summary>Reads, as soon as there is memory for it.</summary>
    /// <param name="read">Reads a page at a time.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many wait already.</exception>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        if (!_pages.Wait(0, CancellationToken.None))
        {
            await WaitAsync(cancellationToken);
        }

        try
        {
            return await read();
        }
        finally
        {
            _pages.Release();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.Waiting)
            {
                throw new RpcException(new Status(
                    StatusCode.ResourceExhausted,
                    $"Too many histories are asked for at once: {options.Waiting} calls wait already for the {options.Bytes} bytes. Try again later."));
            }

            await _pages.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
