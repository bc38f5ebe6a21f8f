namespace Messenger.Stress;

/// <summary>How many do how much in a <see cref="RoomScenario"/>.</summary>
internal sealed record RoomLoad
{
    public int Posters { get; init; } = 4;

    /// <summary>Readers of each kind that stay from the beginning to the end.</summary>
    public int Residents { get; init; } = 2;

    /// <summary>Readers that join and leave, again and again, in any way they can.</summary>
    public int Visitors { get; init; } = 8;

    /// <summary>How often everybody waits for everybody.</summary>
    public int Bursts { get; init; } = 20;

    /// <summary>Of each poster, at most.</summary>
    public int LongestBurst { get; init; } = 100;

    /// <summary>How many messages wait for a reader: few, so that it lapses all the time.</summary>
    public int QueueCapacity { get; init; } = 8;

    /// <summary>Whether the journal keeps so little that readers may be told that messages are lost to them.</summary>
    public bool MayLose { get; init; }
}
