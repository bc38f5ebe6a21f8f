using Messenger.Hub;

namespace Messenger.Chat;

/// <summary>The rules of the house that can be set.</summary>
public sealed record ChatOptions
{
    /// <summary>How long an author's name may be, in bytes of UTF-8.</summary>
    public int AuthorBytes { get; init; } = 256;

    /// <summary>How long a room's name may be, in bytes of UTF-8.</summary>
    public int NameBytes { get; init; } = 200;

    /// <summary>How long a text may be, in bytes of UTF-8.</summary>
    public int TextBytes { get; init; } = 65_536;

    /// <summary>How many rooms there may be, the shared chat not counted.</summary>
    public int Rooms { get; init; } = 10_000;

    /// <summary>How many messages wait for one reader at most, before it goes on from the journal; see <see cref="HubOptions"/>.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>How long a watcher of all rooms is told nothing more after it was told something.</summary>
    public TimeSpan WatchPause { get; init; } = TimeSpan.FromMilliseconds(100);
}
