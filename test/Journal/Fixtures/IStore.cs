namespace Messenger.Journal.Tests;

/// <summary>Where a journal keeps its messages: what the tests of the contract are run on. Disposed after the journal on it.</summary>
public interface IStore : IDisposable
{
    /// <summary>A journal on this store, not open yet.</summary>
    IJournal Create(JournalOptions options, TimeProvider clock);
}
