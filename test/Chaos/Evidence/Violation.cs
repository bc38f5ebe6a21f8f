namespace Messenger.Chaos;

/// <summary>A rule that was broken, and a sentence that says by whom and where.</summary>
internal sealed record Violation(Rule Rule, string Evidence)
{
    public override string ToString() => $"{Rule}: {Evidence}";
}
