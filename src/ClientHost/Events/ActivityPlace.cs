namespace Messenger.ClientHost.Events;

/// <summary>How far one reader of an <see cref="ActivityBoard"/> is. For one thread at a time; at first it has had nothing.</summary>
internal sealed class ActivityPlace
{
    /// <summary>Of which epoch it has had the rooms; 0 for none.</summary>
    public int Epoch { get; set; }

    /// <summary>The last change that it has had.</summary>
    public long Change { get; set; }
}
