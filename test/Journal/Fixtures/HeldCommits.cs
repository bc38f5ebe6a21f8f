namespace Messenger.Journal.Tests;

/// <summary>A commit callback that records the groups, and holds up the first until it is released, so that appends pile up behind it.</summary>
internal sealed class HeldCommits : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _held = new();

    public List<JournalEntry[]> Groups { get; } = [];

    /// <summary>Runs in the callback, with each group.</summary>
    public Action OnGroup { get; set; } = () => { };

    /// <summary>Opens the journal and lets an append hang in its commit; the task is that append's.</summary>
    public async Task<Task<JournalEntry>> HoldAsync(IJournal journal)
    {
        await journal.OpenWithRoomsAsync(OnCommitted).Within();
        Task<JournalEntry> held = Task.Run(() => journal.AppendAsync("held", "a", "first"));
        await _held.Task.Within();
        return held;
    }

    public void Release() => _released.Set();

    public void Dispose()
    {
        _released.Set();
        _released.Dispose();
    }

    private void OnCommitted(IReadOnlyList<JournalEntry> entries)
    {
        Groups.Add([.. entries]);
        OnGroup();
        _held.TrySetResult();
        Assert.IsTrue(_released.Wait(Patience.Limit), "The test did not release the commit.");
    }
}
