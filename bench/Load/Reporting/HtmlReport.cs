using System.Globalization;
using System.Net;

namespace Messenger.Load.Reporting;

/// <summary>report.html: one file that asks nobody for anything, light and dark as its reader likes.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1b1f24; --soft: #5c6670; --rule: #dfe3e8;
          --line: #1f6feb; --good: #18794e; --good-back: #e3f5ea; --bad: #b42318; --bad-back: #fdebe9; }
        @media (prefers-color-scheme: dark) { :root { --page: #0f1318; --card: #181d24; --ink: #e7ebf0; --soft: #98a3af; --rule: #2c343e;
          --line: #6ea8ff; --good: #63d297; --good-back: #14301f; --bad: #ff8f85; --bad-back: #3a1917; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 840px; margin: 0 auto; padding: 32px 16px 64px; }
        h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 0 0 12px; } p { margin: 0 0 8px; }
        .soft { color: var(--soft); } section { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 20px; margin-top: 16px; }
        .verdict { border: 0; } .sound { background: var(--good-back); color: var(--good); } .broken { background: var(--bad-back); color: var(--bad); }
        .verdict strong { font-size: 18px; } .verdict li { color: var(--ink); overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 16px; }
        .tiles div { border-left: 3px solid var(--rule); padding-left: 12px; } .tiles b { display: block; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .tiles span { color: var(--soft); font-size: 13px; }
        .scroll { overflow-x: auto; } table { font-size: 14px; border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: 5px 6px; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        th { color: var(--soft); font-weight: 500; font-size: 13px; } th:first-child, td:first-child { text-align: left; } tr:last-child td { border-bottom: 0; }
        svg { display: block; width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
        .middle { text-anchor: middle; } .end { text-anchor: end; } .grid, .mark { stroke: var(--rule); }
        .line { fill: none; stroke: var(--line); stroke-width: 2; stroke-linejoin: round; } .area { fill: var(--line); opacity: .12; }
        .point { fill: var(--line); opacity: 0; } .point:hover { opacity: .5; } .shade { fill: var(--rule); opacity: .45; }
        """;

    public static string Write(LoadReport report) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Load on {Text(report.Shape.Server)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        <h1>Load on {Text(report.Shape.Server)}</h1>
        <p>{Text(report.Shape.Describe())}.</p>
        <p class="soft">{report.StartedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, from {Text(report.Machine.Name)}: {report.Machine.Cores} cores, {Text(report.Machine.System)}, {Text(report.Machine.Runtime)}</p>
        {VerdictOf(report.Verdict)}
        <section><div class="tiles">
        {Tiles(report.Figures)}
        </div></section>
        <section><h2>Latency of a delivery, by percentile</h2>
        {LatencyChart(report.Curve)}
        </section>
        <section><h2>Deliveries per second</h2>
        {Throughput(report.Seconds)}
        </section>
        {ServerSection(report.Seconds)}
        <section><h2>Latencies</h2><div class="scroll"><table>
        <tr><th></th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th><th>count</th></tr>
        {Row("due → on a stream", report.Figures.Delivery)}
        {Row("due → answered", report.Figures.Answer)}
        {(report.Shape.Rate is null ? "" : Row("due → sent, by the generator", report.Figures.Lateness))}
        </table></div></section>
        {Notes(report)}
        </main>
        </body>
        </html>

        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string VerdictOf(Judgement verdict) => verdict.IsSound
        ? $"""<section class="verdict sound"><strong>Sound.</strong> {Units.Count(verdict.Messages)} messages and {Units.Count(verdict.Deliveries)} deliveries were held against the rules; none is broken.</section>"""
        : $"""
        <section class="verdict broken"><strong>Broken.</strong>
        {Lines(verdict.Broken.Select(BrokenRuleOf))}
        </section>
        """;

    private static string BrokenRuleOf(BrokenPromise broken) => $"""
        <p><b>{Text(broken.Rule)}</b>, {Units.Times(broken.Times)}: {Text(broken.Promise)}.</p>
        <ul>{string.Concat(broken.Evidence.Select(evidence => $"<li>{Text(evidence)}</li>"))}</ul>
        """;

    private static string Tiles(Figures figures) => Lines(
    [
        Tile(Units.Count(figures.DeliveriesPerSecond), "deliveries/s"),
        Tile(Units.Count(figures.SendsPerSecond), "sends/s"),
        Tile(Units.Duration(figures.Delivery.P50), "p50"),
        Tile(Units.Duration(figures.Delivery.P99), $"p99; at most {Units.Duration(figures.Delivery.Max)}"),
        .. figures.Server is { } server
            ? new[]
            {
                Tile(Units.Percent(server.CpuPercent), $"CPU of the server, {Units.Duration(server.CpuMicrosecondsPerDelivery)} a delivery"),
                Tile(Units.Bytes(server.HighestResidentBytes), "memory of the server, highest"),
            }
            : [],
        Tile(Units.Percent(figures.Generator.CpuPercent), "CPU of the generator"),
        Tile(Units.Count(figures.Sent), $"sent; {Units.Count(figures.Acknowledged)} acknowledged, {Units.Count(figures.Failed)} failed"),
    ]);

    private static string Tile(string figure, string name) => $"<div><b>{Text(figure)}</b><span>{Text(name)}</span></div>";

    private static string Row(string name, Latency latency) =>
        $"<tr><td>{Text(name)}</td>{string.Concat(new[] { latency.P50, latency.P90, latency.P99, latency.P999, latency.Max }.Select(value => $"<td>{Units.Duration(value)}</td>"))}<td>{Units.Count(latency.Count)}</td></tr>";

    // Across, each nine of the per cent takes the same room: the tail is what matters.
    private static string LatencyChart(IReadOnlyList<CurvePoint> curve)
    {
        if (curve.Count == 0)
        {
            return "<p>Nothing was delivered.</p>";
        }

        // 100 % has no place of its own on such an axis: the highest value stands where the curve ends.
        double end = Math.Max(curve.Count > 1 ? Nines(curve[^2].Percent) : 1, 1);
        string[] labels = ["0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %", "99.99999 %"];
        var across = new Axis(
            "share of the deliveries that took no longer",
            0,
            end,
            [.. labels.Select((label, nines) => ((double)nines, label)).Where(tick => tick.Item1 <= end)]);
        Axis up = Axis.Powers("latency", curve[0].Microseconds, curve[^1].Microseconds, Units.Duration);
        return new LineChart("Latency by percentile", across, up).Draw(
        [
            .. curve.Select(point => (
                Math.Min(Nines(point.Percent), end),
                Math.Log10(Math.Max(point.Microseconds, 0.1)),
                $"{point.Percent.ToString("0.#####", CultureInfo.InvariantCulture)} %: {Units.Duration(point.Microseconds)}")),
        ]);
    }

    private static double Nines(double percent) => percent < 100 ? 2 - Math.Log10(100 - percent) : double.MaxValue;

    private static string Throughput(IReadOnlyList<Second> seconds)
    {
        Axis up = Axis.FromZero("deliveries/s", seconds.Max(second => second.DeliveriesPerSecond), Units.Short);
        return new LineChart("Deliveries per second", TimeAxis(seconds), up).Draw(
            [.. seconds.Select(second => (second.End, second.DeliveriesPerSecond, $"{Units.Short(second.End)} s: {Units.Count(second.DeliveriesPerSecond)} deliveries/s, {Units.Count(second.SendsPerSecond)} sends/s"))],
            0,
            "warming up");
    }

    private static string ServerSection(IReadOnlyList<Second> seconds)
    {
        (double X, double Y, string Hint)[] points =
        [
            .. seconds.Where(second => second.ServerCpuPercent is not null).Select(second => (
                second.End,
                second.ServerCpuPercent!.Value,
                $"{Units.Short(second.End)} s: {Units.Percent(second.ServerCpuPercent.Value)}, {Units.Bytes(second.ServerResidentBytes ?? 0)}")),
        ];
        return points.Length == 0
            ? ""
            : $"""
            <section><h2>CPU of the server, 100 % for a core</h2>
            {new LineChart("CPU of the server", TimeAxis(seconds), Axis.FromZero("CPU", points.Max(point => point.Y), Units.Percent)).Draw(points, 0, "warming up")}
            </section>
            """;
    }

    private static Axis TimeAxis(IReadOnlyList<Second> seconds)
    {
        double low = seconds[0].End;
        double high = Math.Max(seconds[^1].End, low + 0.1);
        return Axis.Over("seconds after warming up", low, high, value => value.ToString("0.##", CultureInfo.InvariantCulture));
    }

    private static string Notes(LoadReport report)
    {
        string[] notes = report.Figures.FirstFailure is { } failure ? [.. report.Notes, $"The first send that failed: {failure}"] : [.. report.Notes];
        return notes.Length == 0
            ? ""
            : $"<section><h2>Notes</h2>{string.Concat(notes.Select(note => $"<p>{Text(note)}</p>"))}</section>";
    }
}
