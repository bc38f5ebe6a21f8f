namespace Messenger.Chaos;

/// <summary>Faults that exclude each other: one of them at a time.</summary>
internal interface IFaults
{
    IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>Does it, and mends it.</summary>
    Task StrikeAsync(FaultKind kind, Random choices);
}
