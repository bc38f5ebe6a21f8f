namespace Messenger.Benchmarks;

/// <summary>What a <see cref="BrokenFanOut"/> does wrong.</summary>
public enum Defect
{
    None,

    /// <summary>One reader gets two neighbours in the other order.</summary>
    SwapsForOneReader,

    /// <summary>All readers get two messages of one sender in the other order.</summary>
    SwapsForAllReaders,

    /// <summary>One reader does not get a message.</summary>
    LosesForOneReader,

    /// <summary>No reader gets a message.</summary>
    LosesForAllReaders,

    /// <summary>One reader gets a message twice.</summary>
    RepeatsForOneReader,
}
