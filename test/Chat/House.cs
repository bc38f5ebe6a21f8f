using Messenger.Journal;
using Messenger.Journal.Memory;

namespace Messenger.Chat.Tests;

/// <summary>An open house on a steered memory journal, with the bounds that a test wants small.</summary>
internal sealed class House : IAsyncDisposable
{
    private House(SteeredJournal journal, RoomDirectory rooms)
    {
        Journal = journal;
        Rooms = rooms;
    }

    public SteeredJournal Journal { get; }

    public RoomDirectory Rooms { get; }

    public Room Shared => Rooms.Shared;

    public static async Task<House> OpenAsync(
        int queue = 4096, int page = 500, int kept = 100_000, int limit = 10_000, TimeSpan watchPause = default)
    {
        var journal = new SteeredJournal(new MemoryJournal(
            new JournalOptions { PageEntries = page }, new MemoryJournalOptions { RoomEntries = kept }, TimeProvider.System));
        var rooms = new RoomDirectory(journal, new ChatOptions { QueueCapacity = queue, Rooms = limit, WatchPause = watchPause });
        await rooms.OpenAsync().Within();
        return new House(journal, rooms);
    }

    /// <summary>Posts so many messages to the shared room, one after the other.</summary>
    public Task PostAsync(int count) => PostAsync(Shared, count);

    /// <summary>Posts so many messages to a room, one after the other.</summary>
    public static async Task PostAsync(Room room, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await room.PostAsync("a", "t").Within();
        }
    }

    public ValueTask DisposeAsync() => Rooms.DisposeAsync();
}
