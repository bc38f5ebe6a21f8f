namespace Messenger.Load.Checking;

/// <summary>
/// The breaches that were found. Where streams disagree about two messages, that is what is said of them: that one of the two orders is
/// against the times as well follows from it, and is not said again. Any thread may add.
/// </summary>
internal sealed class Findings
{
    private const int Shown = 5;
    private const int Remembered = 1000;

    // Guards everything below. Nothing else is taken under it.
    private readonly Lock _findingsLock = new();
    private readonly Dictionary<Rule, (long Times, List<string> Evidence)> _found = [];
    private readonly HashSet<int> _disputed = [];
    private readonly Dictionary<Rule, List<(int Earlier, int Later, string Evidence)>> _againstTime = [];
    private readonly Dictionary<Rule, long> _forgotten = [];

    public void Add(Rule rule, Func<string> evidence)
    {
        lock (_findingsLock)
        {
            (long times, List<string> shown) = _found.TryGetValue(rule, out var found) ? found : (0, []);
            if (shown.Count < Shown)
            {
                shown.Add(evidence());
            }

            _found[rule] = (times + 1, shown);
        }
    }

    /// <summary>Streams disagree about the order of two messages.</summary>
    public void AddDisagreement(int one, int other, Func<string> evidence)
    {
        lock (_findingsLock)
        {
            if (_disputed.Count < Remembered)
            {
                _disputed.Add(one);
                _disputed.Add(other);
            }
        }

        Add(Rule.SameOrder, evidence);
    }

    /// <summary>A stream carries two messages in an order that the times do not allow.</summary>
    public void AddAgainstTime(Rule rule, int earlier, int later, Func<string> evidence)
    {
        lock (_findingsLock)
        {
            if (!_againstTime.TryGetValue(rule, out var list))
            {
                _againstTime[rule] = list = [];
            }

            if (list.Count < Remembered)
            {
                list.Add((earlier, later, evidence()));
            }
            else
            {
                _forgotten[rule] = _forgotten.GetValueOrDefault(rule) + 1;
            }
        }
    }

    /// <summary>What is to be said, when all is over.</summary>
    public IReadOnlyList<BrokenRule> Conclude()
    {
        lock (_findingsLock)
        {
            List<BrokenRule> broken = [.. _found.Select(found => new BrokenRule(found.Key, found.Value.Times, found.Value.Evidence))];
            foreach ((Rule rule, List<(int Earlier, int Later, string Evidence)> all) in _againstTime)
            {
                string[] own = [.. all.Where(f => !_disputed.Contains(f.Earlier) && !_disputed.Contains(f.Later)).Select(f => f.Evidence)];
                if (own.Length > 0)
                {
                    broken.Add(new BrokenRule(rule, own.Length + _forgotten.GetValueOrDefault(rule), [.. own.Take(Shown)]));
                }
            }

            return [.. broken.OrderBy(rule => rule.Rule)];
        }
    }
}
