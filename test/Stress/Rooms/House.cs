using Messenger.Chat;
using Messenger.Journal;

namespace Messenger.Stress;

/// <summary>A house with its shared room open, and what its readers and posters have in common.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly RoomDirectory _directory;

    private House(RoomDirectory directory, TimeSpan patience)
    {
        _directory = directory;
        Roster = new Roster(Findings, patience);
    }

    public Room Room => _directory.Shared;

    public LogicalClock Clock { get; } = new();

    public Findings Findings { get; } = new();

    public Roster Roster { get; }

    public static async Task<House> OpenAsync(IJournal journal, int queueCapacity, TimeSpan patience)
    {
        var directory = new RoomDirectory(journal, new ChatOptions { QueueCapacity = queueCapacity });
        await directory.OpenAsync();
        return new House(directory, patience);
    }

    public Task CloseAsync() => _directory.CloseAsync();

    public ValueTask DisposeAsync() => _directory.DisposeAsync();
}
