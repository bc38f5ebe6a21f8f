namespace Messenger.Chaos;

/// <summary>Reads until it is stopped, and goes on where it was whenever its stream ends.</summary>
internal interface IReader
{
    ReaderRecord Record { get; }

    Task RunAsync(CancellationToken stop);

    /// <summary>Reads nothing from now on, and keeps its stream open.</summary>
    void Freeze();

    /// <summary>Reads on.</summary>
    void Thaw();
}
