namespace Messenger.ClientHost.Terminal;

/// <summary>A line to show, of any length.</summary>
internal sealed record Line(params IReadOnlyList<TextRun> Runs)
{
    public Line(string text, TextRole role = TextRole.Plain)
        : this([new TextRun(text, role)])
    {
    }

    /// <summary>The text alone.</summary>
    public override string ToString() => string.Concat(Runs.Select(run => run.Text));
}
