using Messenger.Fixtures.OpenMetrics;
using Messenger.Hosting.Metrics;
using OpenMetricsText = Messenger.Hosting.Metrics.OpenMetricsText;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>How metrics are written.</summary>
[TestClass]
public sealed class OpenMetricsTextTests
{
    private const string Awkward = "a \"b\" \\ \n }{,=é";

    private static readonly MetricFamily[] Families =
    [
        new("target", "info", "", "What.", [new MetricSample("_info", [KeyValuePair.Create("service_name", Awkward)], "1")]),
        new("size_bytes", "gauge", "bytes", Awkward, [new MetricSample("", [], "-3")]),
        new(
            "sends",
            "counter",
            "",
            "Sends.",
            [new MetricSample("_total", [KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", Awkward)], "5"), new MetricSample("_total", [], "6")]),
    ];

    [TestMethod]
    public void Write_AsOpenMetrics_IsThat()
    {
        string text = OpenMetricsText.Write(Families, MetricsFormat.OpenMetrics);

        Assert.AreEqual(
            "# TYPE target info\n# HELP target What.\n"
            + "target_info{service_name=\"a \\\"b\\\" \\\\ \\n }{,=é\"} 1\n"
            + "# TYPE size_bytes gauge\n# UNIT size_bytes bytes\n# HELP size_bytes a \\\"b\\\" \\\\ \\n }{,=é\nsize_bytes -3\n"
            + "# TYPE sends counter\n# HELP sends Sends.\n"
            + "sends_total{a=\"1\",b=\"a \\\"b\\\" \\\\ \\n }{,=é\"} 5\nsends_total 6\n# EOF\n",
            text);
        IReadOnlyDictionary<string, ScrapedMetric> parsed = Fixtures.OpenMetrics.OpenMetricsText.Parse(text);
        Assert.AreEqual(Awkward, parsed["target"].Samples.Single().Label("service_name"));
        Assert.AreEqual(Awkward, parsed["size_bytes"].Help);
    }

    [TestMethod]
    public void Write_AsPrometheusHadItBefore_IsThat() => Assert.AreEqual(
        "# HELP target_info What.\n# TYPE target_info gauge\n"
        + "target_info{service_name=\"a \\\"b\\\" \\\\ \\n }{,=é\"} 1\n"
        + "# HELP size_bytes a \"b\" \\\\ \\n }{,=é\n# TYPE size_bytes gauge\nsize_bytes -3\n"
        + "# HELP sends_total Sends.\n# TYPE sends_total counter\n"
        + "sends_total{a=\"1\",b=\"a \\\"b\\\" \\\\ \\n }{,=é\"} 5\nsends_total 6\n",
        OpenMetricsText.Write(Families, MetricsFormat.Prometheus));

    [TestMethod]
    [DataRow("messenger.journal.size", "By", "messenger_journal_size_bytes")]
    [DataRow("rpc.server.call.duration", "s", "rpc_server_call_duration_seconds")]
    [DataRow("messenger.sends", "{message}", "messenger_sends")]
    [DataRow("wait.seconds", "s", "wait_seconds")]
    [DataRow("0.strange-name", "", "_0_strange_name")]
    public void Name_HasItsUnitAtItsEnd(string name, string unit, string expected) =>
        Assert.AreEqual(expected, OpenMetricsName.Of(name, OpenMetricsName.Unit(unit)));
}
