namespace Messenger.Stress;

/// <summary>How many do how much in a <see cref="ChurnScenario"/>.</summary>
internal sealed record ChurnLoad
{
    public int Senders { get; init; } = 4;

    /// <summary>Readers that stay from the beginning to the end.</summary>
    public int Residents { get; init; } = 4;

    /// <summary>Readers that join and leave, again and again.</summary>
    public int Visitors { get; init; } = 8;

    /// <summary>How often everybody waits for everybody, so that a reader that was not woken is not saved by what comes next.</summary>
    public int Bursts { get; init; } = 20;

    /// <summary>What each sender sends in every other burst, so that senders meet; the bursts between are short, for many ends.</summary>
    public int LongBurst { get; init; } = 100;

    public int ShortBurst { get; init; } = 8;
}
