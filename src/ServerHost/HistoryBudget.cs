using Messenger.Grpc;

namespace Messenger.ServerHost;

/// <summary>
/// The memory that reading for <c>GetHistory</c> takes. Each call has a share while it reads, and those that find too little wait, in
/// the order of their coming: a small one does not overtake a large one, which would then never get its turn. All members may be called
/// from any thread.
/// </summary>
internal sealed class HistoryBudget(HistoryOptions options)
{
    // Guards the fields below, and is taken alone. Completing a waiting call only queues its continuation.
    private readonly Lock _budgetLock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource<HistoryShare> Share)> _waiting = [];
    private long _free = options.Bytes;

    /// <summary>Takes a share, as soon as it is there and those who came before have theirs.</summary>
    /// <param name="bytes">How much; more than there is at all counts as all of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many wait already.</exception>
    public async Task<HistoryShare> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        bytes = Math.Min(bytes, options.Bytes);
        LinkedListNode<(long Bytes, TaskCompletionSource<HistoryShare> Share)> waiting;
        lock (_budgetLock)
        {
            if (_waiting.Count == 0 && bytes <= _free)
            {
                _free -= bytes;
                return new HistoryShare(this, bytes);
            }

            if (_waiting.Count >= options.Waiting)
            {
                throw TooMany();
            }

            waiting = _waiting.AddLast(
                (bytes, new TaskCompletionSource<HistoryShare>(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        await using CancellationTokenRegistration _ = cancellationToken.Register(() => GiveUp(waiting, cancellationToken));
        return await waiting.Value.Share.Task;
    }

    /// <summary>Puts bytes of a share back.</summary>
    internal void PutBack(long bytes)
    {
        lock (_budgetLock)
        {
            _free += bytes;
            ServeWaitingLocked();
        }
    }

    private void GiveUp(
        LinkedListNode<(long Bytes, TaskCompletionSource<HistoryShare> Share)> waiting, CancellationToken cancellationToken)
    {
        lock (_budgetLock)
        {
            if (waiting.List is null)
            {
                // It has its share.
                return;
            }

            _waiting.Remove(waiting);
            waiting.Value.Share.SetCanceled(cancellationToken);
            ServeWaitingLocked();
        }
    }

    private void ServeWaitingLocked()
    {
        while (_waiting.First is { } first && first.Value.Bytes <= _free)
        {
            _waiting.Remove(first);
            _free -= first.Value.Bytes;
            first.Value.Share.SetResult(new HistoryShare(this, first.Value.Bytes));
        }
    }

    private RpcException TooMany() => new(new Status(
        StatusCode.ResourceExhausted,
        $"Too many histories are asked for at once: {options.Waiting} wait already for their share of {options.Bytes} bytes. Try again later."));
}
