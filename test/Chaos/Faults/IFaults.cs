namespace Messenger.Chaos;

/// <summary>Faults that exclude each other: one of them at a time.</summary>
internal interface IFaults
{
    IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>Does it, and mends it.</summary>
    /// <returns>Whether anything felt it; false where nothing was there, or nothing happened there meanwhile.</returns>
    Task<bool> StrikeAsync(FaultKind kind, Random choices);
}
