namespace Messenger.ServerHost;

/// <summary>What one call has of a <see cref="HistoryBudget"/>, until it is disposed of, once.</summary>
internal sealed class HistoryShare(HistoryBudget budget, long bytes) : IDisposable
{
    public void Dispose() => budget.PutBack(bytes);
}
