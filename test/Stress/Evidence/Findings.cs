using System.Collections.Concurrent;

namespace Messenger.Stress;

/// <summary>The violations that a scenario has found. Any thread may add.</summary>
internal sealed class Findings
{
    private const int Shown = 10;

    private readonly ConcurrentQueue<Violation> _violations = new();

    /// <summary>What the run did, which tells whether it did enough to find anything.</summary>
    public string Summary { get; set; } = "";

    public bool Any => !_violations.IsEmpty;

    public IReadOnlyCollection<Violation> Violations => _violations;

    public void Add(Rule rule, string evidence) => _violations.Enqueue(new Violation(rule, evidence));

    public override string ToString() =>
        string.Join(Environment.NewLine, _violations.Take(Shown))
        + (_violations.Count > Shown ? $"{Environment.NewLine}… and {_violations.Count - Shown} more" : "");
}
