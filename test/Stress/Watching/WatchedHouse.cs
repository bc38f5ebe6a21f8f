using System.Globalization;
using Messenger.Chat;
using Messenger.Journal.Memory;

namespace Messenger.Stress;

/// <summary>The house itself. A room's name is its number; that of the shared chat is 0.</summary>
internal sealed class WatchedHouse : IWatchedHouse
{
    private readonly RoomDirectory _directory;

    private WatchedHouse(RoomDirectory directory)
    {
        _directory = directory;
    }

    public static async Task<IWatchedHouse> OpenAsync(TimeSpan pause)
    {
        var directory = new RoomDirectory(new JitteryJournal(new MemoryJournal()), new ChatOptions { WatchPause = pause });
        await directory.OpenAsync();
        return new WatchedHouse(directory);
    }

    public Task AddRoomAsync() => _directory.CreateAsync($"{_directory.List().Count}");

    public Task PostAsync(int room) => _directory.List()[room].PostAsync("a", "t");

    public Task CloseAsync() => _directory.CloseAsync();

    public Func<ValueTask<IReadOnlyList<RoomState>>> Watch()
    {
        RoomWatcher watcher = _directory.Watch(TimeProvider.System);
        return async () => [.. (await watcher.ReadAsync()).Select(activity => new RoomState(Number(activity.Room), activity.NewestSequence))];
    }

    public ValueTask DisposeAsync() => _directory.DisposeAsync();

    private static int Number(Room room) =>
        room.Id == RoomDirectory.SharedRoomId ? 0 : int.Parse(room.Name, CultureInfo.InvariantCulture);
}
