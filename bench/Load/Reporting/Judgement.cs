using Messenger.Load.Checking;

namespace Messenger.Load.Reporting;

/// <summary>The verdict, for people.</summary>
internal sealed record Judgement(bool IsSound, int Messages, long Deliveries, IReadOnlyList<BrokenPromise> Broken)
{
    public static Judgement Of(Verdict verdict) => new(
        verdict.IsSound,
        verdict.Messages,
        verdict.Deliveries,
        [.. verdict.Broken.Select(broken => new BrokenPromise(broken.Rule.ToString(), RuleText.Of(broken.Rule), broken.Times, broken.Evidence))]);
}
