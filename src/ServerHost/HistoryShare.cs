namespace Messenger.ServerHost;

/// <summary>What one call has of a <see cref="HistoryBudget"/>, until it is disposed of. For one thread at a time.</summary>
internal sealed class HistoryShare(HistoryBudget budget, long bytes) : IDisposable
{
    private long _bytes = bytes;

    /// <summary>Puts back what is beyond so many bytes.</summary>
    public void ShrinkTo(long bytes)
    {
        long rest = _bytes - bytes;
        if (rest > 0)
        {
            _bytes = bytes;
            budget.PutBack(rest);
        }
    }

    public void Dispose() => ShrinkTo(0);
}
