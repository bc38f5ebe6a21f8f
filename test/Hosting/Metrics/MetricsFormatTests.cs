using Messenger.Hosting.Metrics;
using Microsoft.Extensions.Primitives;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>Which format a scrape gets.</summary>
[TestClass]
public sealed class MetricsFormatTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("*/*")]
    [DataRow("application/*")]
    [DataRow("application/openmetrics-text")]
    [DataRow("application/openmetrics-text; version=\"1.0.0\"")]
    [DataRow("text/plain;q=0.5, application/openmetrics-text;version=1.0.0;q=0.6")]
    [DataRow("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", DisplayName = "Prometheus 3")]
    [DataRow("text/html")]
    [DataRow("not a media type;;;")]
    public void For_WhoTakesOpenMetrics_IsOpenMetrics(string? accept) => Assert.AreEqual(MetricsFormat.OpenMetrics, MetricsFormat.For(new StringValues(accept)));

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("text/*")]
    [DataRow("text/plain;version=0.0.4;q=1,*/*;q=0.1", DisplayName = "Prometheus 2.0")]
    [DataRow("application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", DisplayName = "Prometheus 2.5")]
    [DataRow("text/plain, application/openmetrics-text;q=0.9")]
    [DataRow("application/openmetrics-text;q=0, text/plain;q=0.1")]
    public void For_WhoRatherTakesText_IsText(string accept) => Assert.AreEqual(MetricsFormat.Prometheus, MetricsFormat.For(accept));
}
