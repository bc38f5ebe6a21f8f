namespace Messenger.Load.Checking;

/// <summary>A rule that was broken.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Times">How often.</param>
/// <param name="Evidence">The first times, a sentence each.</param>
internal sealed record BrokenRule(Rule Rule, long Times, IReadOnlyList<string> Evidence);
