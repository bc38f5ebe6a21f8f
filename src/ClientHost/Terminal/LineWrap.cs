namespace Messenger.ClientHost.Terminal;

/// <summary>Breaks lines into rows of a width: between words where there is a space, else where the row is full.</summary>
internal static class LineWrap
{
    private const string Space = " ";

    /// <summary>The rows of a line; at least one.</summary>
    public static IReadOnlyList<Line> Wrap(Line line, int width)
    {
        List<Cell> cells = [.. line.Runs.SelectMany(run => CellWidth.ElementsOf(run.Text).Select(text => new Cell(text, run)))];
        List<Line> rows = [];
        int start = 0;
        do
        {
            int end = start;
            int space = -1;
            for (int used = 0; end < cells.Count && (used += cells[end].Width) <= width; end++)
            {
                space = cells[end].Text == Space ? end : space;
            }

            // A character that is wider than the row stands alone, and is cut by the terminal.
            end = Math.Max(end, Math.Min(start + 1, cells.Count));
            int next = end;
            if (end < cells.Count)
            {
                if (cells[end].Text == Space)
                {
                    next = end + 1;
                }
                else if (space > start)
                {
                    (end, next) = (space, space + 1);
                }
            }

            rows.Add(ToRow(cells[start..end]));
            start = next;
        }
        while (start < cells.Count);
        return rows;
    }

    // Neighbours of one run become one again.
    private static Line ToRow(IReadOnlyList<Cell> cells)
    {
        List<TextRun> runs = [];
        for (int start = 0, end; start < cells.Count; start = end)
        {
            end = start + 1;
            while (end < cells.Count && cells[end].Run == cells[start].Run)
            {
                end++;
            }

            runs.Add(cells[start].Run.With(string.Concat(cells.Skip(start).Take(end - start).Select(cell => cell.Text))));
        }

        return new Line(runs);
    }

    private readonly record struct Cell(string Text, TextRun Run)
    {
        public int Width { get; } = CellWidth.OfElement(Text);
    }
}
