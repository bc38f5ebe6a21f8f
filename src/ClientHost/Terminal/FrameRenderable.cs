using System.Globalization;
using Spectre.Console.Rendering;

namespace Messenger.ClientHost.Terminal;

/// <summary>
/// A frame as one write: each row at its absolute place, so that a character that the terminal takes for wider or narrower spoils no row
/// but its own.
/// </summary>
internal sealed class FrameRenderable(ScreenFrame frame) : IRenderable
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string EraseRow = "\e[2K";
    private const string EraseBelow = "\e[J";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        yield return Segment.Control(HideCursor);
        for (int i = 0; i < frame.Rows.Count; i++)
        {
            // The last row also erases what was below it.
            yield return Segment.Control(MoveTo(i, 0) + (i < frame.Rows.Count - 1 ? EraseRow : EraseBelow));
            foreach (TextRun run in frame.Rows[i].Runs)
            {
                yield return new Segment(run.Text, Palette.StyleOf(run));
            }
        }

        yield return Segment.Control(MoveTo(frame.CursorRow, frame.CursorColumn) + ShowCursor);
    }

    private static string MoveTo(int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");
}
