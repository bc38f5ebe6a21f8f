namespace Messenger.Journal;

/// <summary>
/// The store behind the journal fails. Of a write that ends so, nobody may know whether it is stored; the journal goes on by itself when the
/// store does.
/// </summary>
public sealed class JournalUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether a write that has ended so may be stored.</summary>
    public bool MayBeStored { get; init; }
}
