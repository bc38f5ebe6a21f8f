using System.Collections.Concurrent;

namespace Messenger.Chaos;

/// <summary>How often each fault was injected. Any thread may count.</summary>
internal sealed class FaultTally
{
    private readonly ConcurrentDictionary<FaultKind, int> _counts = new();

    public int this[FaultKind kind] => _counts.GetValueOrDefault(kind);

    public void Count(FaultKind kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value}"));
}
