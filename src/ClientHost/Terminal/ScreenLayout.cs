namespace Messenger.ClientHost.Terminal;

/// <summary>
/// Lays a screen out: the page's heading on top, then the end of its lines and of what was said, then what is asked, and the line that is
/// being typed.
/// </summary>
internal static class ScreenLayout
{
    private const string Marker = "> ";
    private const string Below = "↓ ";

    // A screen that is smaller is laid out as one of this size, and cut by the terminal.
    private const int LeastWidth = 8;
    private const int LeastHeight = 6;

    private static readonly Line Empty = new("");

    /// <summary>The frame for a screen.</summary>
    /// <param name="page">The page.</param>
    /// <param name="said">What was said below it.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="editor">The line that is being typed.</param>
    /// <param name="width">The screen's columns.</param>
    /// <param name="height">The screen's rows.</param>
    /// <param name="below">How many lines at the end are scrolled out of sight.</param>
    public static ScreenFrame Compose(
        Page page, IReadOnlyList<Line> said, string prompt, LineEditor editor, int width, int height, int below)
    {
        width = Math.Max(width, LeastWidth);
        height = Math.Max(height, LeastHeight);
        List<Line> rows = [.. LineWrap.Wrap(page.Heading, width).Take(height / 3)];
        Line[] asked = [Empty, .. LineWrap.Wrap(new Line(prompt, TextRole.Faint), width).Take(height / 3)];
        IReadOnlyList<Line> apart = said.Count > 0 ? [Empty, .. said] : [];
        rows.AddRange(Body(page.Lines, apart, width, height - rows.Count - asked.Length - 1, below));
        rows.AddRange(asked);
        (TextRun seen, int column) = editor.View(width - Marker.Length);
        rows.Add(new Line(new TextRun(Marker, TextRole.Heading), seen));
        return new ScreenFrame(rows, rows.Count - 1, Marker.Length + column);
    }

    // Wrapped from the end, and no more of it than fits.
    private static List<Line> Body(IReadOnlyList<Line> lines, IReadOnlyList<Line> said, int width, int height, int below)
    {
        if (below > 0)
        {
            height--;
        }

        var rows = new Stack<Line>();
        for (int i = lines.Count + said.Count - 1 - below; i >= 0 && rows.Count < height; i--)
        {
            Line line = i < lines.Count ? lines[i] : said[i - lines.Count];
            foreach (Line row in LineWrap.Wrap(line, width).Reverse().Take(height - rows.Count))
            {
                rows.Push(row);
            }
        }

        List<Line> body = [.. rows];
        if (below > 0)
        {
            body.Add(new Line(Below + below, TextRole.Faint));
        }

        return body;
    }
}
