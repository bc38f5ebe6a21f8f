using Messenger.Journal.Memory;

namespace Messenger.Journal.Tests;

/// <summary>Journals in memory.</summary>
public sealed class MemoryStore : IStore
{
    public IJournal Create(JournalOptions options, TimeProvider clock) => new MemoryJournal(options, new MemoryJournalOptions(), clock);

    public void Dispose()
    {
    }
}
