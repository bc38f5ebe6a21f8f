using System.Collections.Concurrent;

namespace Messenger.Chaos;

/// <summary>How often each of several things has happened. Any thread may count.</summary>
internal sealed class Tally<T>
    where T : struct, Enum
{
    private readonly ConcurrentDictionary<T, int> _counts = new();

    public int this[T what] => _counts.GetValueOrDefault(what);

    public void Count(T what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public override string ToString() =>
        _counts.IsEmpty ? "none" : string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"));
}
