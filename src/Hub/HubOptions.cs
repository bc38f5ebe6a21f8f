namespace Messenger.Hub;

/// <summary>Settings of a <see cref="Hub{T}"/>.</summary>
public sealed record HubOptions
{
    /// <summary>
    /// How many items wait for one subscription at most, 1 or more; 4,096 unless set. The queue starts empty and grows on demand,
    /// so a large value costs only the readers that fall behind.
    /// </summary>
    public int QueueCapacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4096;

    /// <summary>The sequence number of the first item to be published; 1 unless set. A hub over a log goes on where the log ends.</summary>
    public long FirstSequence { get; init; } = 1;
}
