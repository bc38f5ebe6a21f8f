using Messenger.Chat;
using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>One room of an open house, the shared one unless it was added, and what its readers and posters have in common.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly RoomDirectory _directory;

    private readonly TimeSpan _patience;

    private House(RoomDirectory directory, Room room, Findings findings, TimeSpan patience)
    {
        _directory = directory;
        _patience = patience;
        Room = room;
        Findings = findings;
        Roster = new Roster(findings, patience);
    }

    public Room Room { get; }

    public LogicalClock Clock { get; } = new();

    /// <summary>Of all rooms of the house.</summary>
    public Findings Findings { get; }

    public Roster Roster { get; }

    public static async Task<House> OpenAsync(IJournal journal, int queueCapacity, TimeSpan patience)
    {
        var directory = new RoomDirectory(journal, new ChatOptions { QueueCapacity = queueCapacity });
        await directory.OpenAsync();
        return new House(directory, directory.Shared, new Findings(), patience);
    }

    /// <summary>Creates another room, whose readers and posters are its own.</summary>
    public async Task<House> AddRoomAsync(string name) => new(_directory, await _directory.CreateAsync(name), Findings, _patience);

    public Task CloseAsync() => _directory.CloseAsync();

    public ValueTask DisposeAsync() => _directory.DisposeAsync();
}
