namespace Messenger.Chaos;

/// <summary>What is done to readers.</summary>
internal sealed class ReaderFaults(IReadOnlyList<IReader> readers) : IFaults
{
    public IReadOnlyList<FaultKind> Kinds { get; } = [FaultKind.ReaderFrozen];

    public async Task<bool> StrikeAsync(FaultKind kind, Random choices)
    {
        IReader reader = readers[choices.Next(readers.Count)];
        reader.Freeze();
        await Hold.AWhileAsync(choices);
        return reader.Thaw();
    }
}
