using System.Globalization;
using System.Net;
using System.Text;

namespace Messenger.Load.Reporting;

/// <summary>A line over two axes as inline SVG, in the page's colours. A point tells its values when it is pointed at.</summary>
internal sealed class LineChart(string title, Axis across, Axis up)
{
    private const double Width = 720;
    private const double Height = 300;
    private const double Left = 64;
    private const double Right = 16;
    private const double Top = 16;
    private const double Bottom = 48;

    private readonly StringBuilder _svg = new();

    /// <summary>Draws.</summary>
    /// <param name="points">The line, from left to right.</param>
    /// <param name="shadedUntil">What lies before it is shaded, with a word for it; null for nothing.</param>
    /// <param name="word">The word.</param>
    public string Draw(IReadOnlyList<(double X, double Y, string Hint)> points, double? shadedUntil = null, string word = "")
    {
        Add($"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Text(title)}">""");
        DrawShade(shadedUntil, word);
        DrawAxes();
        DrawLine(points);
        Add($"</svg>");
        return _svg.ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private double X(double value) => Left + (across.Share(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (up.Share(value) * (Height - Top - Bottom));

    private void Add(FormattableString line) => _svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private void DrawShade(double? until, string word)
    {
        if (until is not { } end || end <= across.Low)
        {
            return;
        }

        Add($"""<rect class="shade" x="{Left:0.#}" y="{Top:0.#}" width="{X(end) - Left:0.#}" height="{Height - Top - Bottom:0.#}"/>""");
        Add($"""<text class="tick" x="{Left + 6:0.#}" y="{Top + 14:0.#}">{Text(word)}</text>""");
    }

    private void DrawAxes()
    {
        foreach ((double value, string label) in up.Ticks)
        {
            Add($"""<line class="grid" x1="{Left:0.#}" x2="{Width - Right:0.#}" y1="{Y(value):0.#}" y2="{Y(value):0.#}"/>""");
            Add($"""<text class="tick end" x="{Left - 8:0.#}" y="{Y(value) + 4:0.#}">{Text(label)}</text>""");
        }

        foreach ((double value, string label) in across.Ticks)
        {
            Add($"""<line class="mark" x1="{X(value):0.#}" x2="{X(value):0.#}" y1="{Height - Bottom:0.#}" y2="{Height - Bottom + 5:0.#}"/>""");
            Add($"""<text class="tick middle" x="{X(value):0.#}" y="{Height - Bottom + 19:0.#}">{Text(label)}</text>""");
        }

        Add($"""<text class="tick middle" x="{(Left + Width - Right) / 2:0.#}" y="{Height - 8:0.#}">{Text(across.Title)}</text>""");
    }

    private void DrawLine(IReadOnlyList<(double X, double Y, string Hint)> points)
    {
        string line = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.#},{Y(point.Y):0.#}")));
        if (points.Count > 0)
        {
            Add($"""<polygon class="area" points="{X(points[0].X):0.#},{Height - Bottom:0.#} {line} {X(points[^1].X):0.#},{Height - Bottom:0.#}"/>""");
            Add($"""<polyline class="line" points="{line}"/>""");
        }

        foreach ((double x, double y, string hint) in points)
        {
            Add($"""<circle class="point" cx="{X(x):0.#}" cy="{Y(y):0.#}" r="7"><title>{Text(hint)}</title></circle>""");
        }
    }
}
