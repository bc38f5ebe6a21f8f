namespace Messenger.Chaos;

/// <summary>Reads until it is stopped, and goes on where it was whenever its stream ends.</summary>
internal interface IReader
{
    /// <summary>The record of what it receives now.</summary>
    ReaderRecord Record { get; }

    /// <summary>The records of all that it received; read when it has ended.</summary>
    IReadOnlyList<ReaderRecord> Records { get; }

    Task RunAsync(CancellationToken stop);

    /// <summary>From now on its record stays the same one.</summary>
    void Settle();

    /// <summary>Reads nothing from now on, and keeps its stream open.</summary>
    void Freeze();

    /// <summary>Reads on.</summary>
    /// <returns>Whether being frozen has kept it from anything.</returns>
    bool Thaw();
}
