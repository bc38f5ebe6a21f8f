namespace Messenger.Load.Reporting;

/// <summary>A rule that was broken, how often, and the first times.</summary>
internal sealed record BrokenPromise(string Rule, string Promise, long Times, IReadOnlyList<string> Evidence);
