namespace Messenger.Journal.Tests;

/// <summary>Tests of journals on a store that is each test's own.</summary>
public abstract class StoreTests<TStore>
    where TStore : IStore, new()
{
    private protected TStore Store { get; } = new();

    [TestCleanup]
    public void DisposeOfTheStore() => Store.Dispose();

    private protected IJournal Create(JournalOptions? options = null, TimeProvider? clock = null) =>
        Store.Create(options ?? new JournalOptions(), clock ?? TimeProvider.System);
}
