namespace Messenger.ServerHost;

/// <summary>What a reply of <c>GetHistory</c> is to hold.</summary>
/// <param name="After">The sequence number of the message before it, to read on from that one; 0 to read back.</param>
/// <param name="Before">The sequence number of the message after it; <see cref="long.MaxValue"/> for all to the newest.</param>
/// <param name="Limit">How many messages at most, 1 or more: the oldest after a message, or the newest.</param>
internal sealed record HistoryRange(long After = 0, long Before = long.MaxValue, int Limit = int.MaxValue)
{
    /// <summary>Whether it is read on from a message, rather than back.</summary>
    public bool IsForwards => After > 0;
}
