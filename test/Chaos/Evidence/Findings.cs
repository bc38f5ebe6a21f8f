using System.Collections.Concurrent;

namespace Messenger.Chaos;

/// <summary>The violations that a run has found. Any thread may add.</summary>
internal sealed class Findings : IDisposable
{
    private const int Shown = 10;

    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly CancellationTokenSource _first = new();

    public bool Any => !_violations.IsEmpty;

    public IReadOnlyCollection<Violation> Violations => _violations;

    /// <summary>Cancelled with the first one: the run is lost, and should end.</summary>
    public CancellationToken Found => _first.Token;

    public void Add(Rule rule, string evidence)
    {
        _violations.Enqueue(new Violation(rule, evidence));
        _first.Cancel();
    }

    public void Dispose() => _first.Dispose();

    public override string ToString() =>
        string.Join(Environment.NewLine, _violations.Take(Shown))
        + (_violations.Count > Shown ? $"{Environment.NewLine}… and {_violations.Count - Shown} more" : "");
}
