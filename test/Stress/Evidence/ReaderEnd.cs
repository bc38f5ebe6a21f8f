namespace Messenger.Stress;

/// <summary>How a reader ended, which says what it must have received.</summary>
internal enum ReaderEnd
{
    /// <summary>It left when it wanted, or failed: it may have received any number of messages.</summary>
    Left,

    /// <summary>It stayed until everything was over: it must have received everything.</summary>
    Stayed,

    /// <summary>It was told that it misses something: there must be something that it misses.</summary>
    Told,
}
