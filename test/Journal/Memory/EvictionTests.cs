using Messenger.Journal.Memory;

namespace Messenger.Journal.Tests;

/// <summary>In memory, an idempotency key is forgotten together with its message.</summary>
[TestClass]
public sealed class EvictionTests
{
    [TestMethod]
    public async Task AppendAsync_WithTheKeyOfAMessageThatIsGone_StoresANewOne()
    {
        await using var journal = new MemoryJournal(new JournalOptions(), new MemoryJournalOptions { RoomEntries = 3 }, TimeProvider.System);
        await journal.OpenWithRoomsAsync().Within();
        JournalEntry first = await journal.AppendAsync("room", "Ann", "first", "key").Within();
        await journal.AppendAsync("room", "Ann", "second").Within();
        await journal.AppendAsync("room", "Ann", "third").Within();
        Assert.AreEqual(first, await journal.AppendAsync("room", "Ann", "first", "key").Within());
        await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(() => journal.AppendAsync("room", "Ann", "else", "key")).Within();

        await journal.AppendAsync("room", "Ann", "fourth").Within();

        JournalEntry anew = await journal.AppendAsync("room", "Ann", "else", "key").Within();
        Assert.AreEqual(5, anew.Sequence);
        Assert.AreEqual(anew, await journal.AppendAsync("room", "Ann", "else", "key").Within());
        await Assert.ThrowsExactlyAsync<IdempotencyConflictException>(() => journal.AppendAsync("room", "Ann", "first", "key")).Within();
        Assert.AreSequenceEqual(["third", "fourth", "else"], (await journal.ReadAllAsync("room")).Select(entry => entry.Text));
    }
}
