using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Messenger.Fixtures.OpenMetrics;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>Scraping a program: what is answered, several at a time, and by those who do not behave.</summary>
[TestClass]
public sealed class ScrapingTests
{
    [TestMethod]
    public async Task Scrape_OfEveryKindOfInstrument_HasItsNumbers()
    {
        await using Export export = await Export.StartAsync();
        Counter<long> counter = export.Meter.CreateCounter<long>("test.count", "{thing}", "Things \"counted\".");
        UpDownCounter<int> level = export.Meter.CreateUpDownCounter<int>("test.level", "By");
        Histogram<double> times = export.Meter.CreateHistogram(
            "test.time", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-5, 0.5, 1] });
        export.Meter.CreateObservableGauge("test.gauge", () => 0.25);
        counter.Add(3, KeyValuePair.Create<string, object?>("a.b", "x\\y"));
        level.Add(5);
        level.Add(-2);
        times.Record(0.5);
        times.Record(0.75);
        times.Record(7);

        IReadOnlyDictionary<string, ScrapedMetric> metrics = OpenMetricsText.Parse(await export.ScrapeAsync());

        ScrapedMetric count = metrics["test_count"];
        Assert.AreEqual(("counter", "", "Things \"counted\"."), (count.Type, count.Unit, count.Help));
        Assert.AreEqual(3, count.Samples.Single().Value);
        Assert.AreEqual("x\\y", count.Samples.Single().Label("a_b"));
        Assert.AreEqual(("gauge", "bytes"), (metrics["test_level_bytes"].Type, metrics["test_level_bytes"].Unit));
        Assert.AreEqual(3, metrics["test_level_bytes"].Samples.Single().Value);
        Assert.AreEqual(0.25, metrics["test_gauge"].Samples.Single().Value);
        Assert.AreSequenceEqual([0, 1, 2, 3, 8.25, 3], metrics["test_time_seconds"].Samples.Select(sample => sample.Value));
        Assert.AreSequenceEqual(["1E-05", "0.5", "1.0", "+Inf"], metrics["test_time_seconds"].Samples.Take(4).Select(sample => sample.Label("le")));
        Assert.AreEqual("messenger-test", metrics["target"].Samples.Single().Label("service_name"));
    }

    [TestMethod]
    [DataRow("*/*", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [DataRow("text/plain", "text/plain; version=0.0.4; charset=utf-8")]
    public async Task Scrape_HasTheTypeThatWasAskedFor(string accept, string expected)
    {
        await using Export export = await Export.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using HttpResponseMessage response = await export.Http.SendAsync(request).Within();

        Assert.AreEqual(expected, response.Content.Headers.GetValues("Content-Type").Single());
        Assert.AreEqual(expected.StartsWith("application", StringComparison.Ordinal), (await response.Content.ReadAsStringAsync()).EndsWith("# EOF\n", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow("POST", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [DataRow("HEAD", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [DataRow("GET", "/", HttpStatusCode.NotFound)]
    [DataRow("GET", "/metrics/", HttpStatusCode.NotFound)]
    [DataRow("DELETE", "/other", HttpStatusCode.NotFound)]
    public async Task Request_ForAnythingElse_IsRefused(string method, string path, HttpStatusCode expected)
    {
        await using Export export = await Export.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using HttpResponseMessage response = await export.Http.SendAsync(request).Within();

        Assert.AreEqual(expected, response.StatusCode);
        Assert.AreEqual(expected == HttpStatusCode.MethodNotAllowed ? "GET" : null, response.Content.Headers.Allow.SingleOrDefault());
    }

    [TestMethod]
    public async Task Scrapes_AtTheSameTime_EachHaveTheWholeText()
    {
        await using Export export = await Export.StartAsync();
        Counter<long> counter = export.Meter.CreateCounter<long>("test.count");
        int atATime = 0;
        export.Meter.CreateObservableGauge("test.collecting", () =>
        {
            int now = Interlocked.Increment(ref atATime);
            Thread.Yield();
            Interlocked.Decrement(ref atATime);
            return now;
        });
        counter.Add(7);

        string[] texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => export.ScrapeAsync())).Within();

        foreach (string text in texts)
        {
            IReadOnlyDictionary<string, ScrapedMetric> metrics = OpenMetricsText.Parse(text);
            Assert.AreEqual(7, metrics["test_count"].Samples.Single().Value);
            Assert.AreEqual(1, metrics["test_collecting"].Samples.Single().Value);
        }
    }

    [TestMethod]
    public async Task Stop_WhileAScrapeHangs_DoesNotWaitForIt()
    {
        await using Export export = await Export.StartAsync();
        using var released = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource();
        export.Meter.CreateObservableGauge("test.hanging", () =>
        {
            hangs.TrySetResult();
            Assert.IsTrue(released.Wait(Patience.Limit));
            return 1;
        });
        Task<string> first = export.ScrapeAsync();
        await hangs.Task.Within();
        Task<string> second = export.ScrapeAsync();

        await export.StopAsync().Within();

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => first).Within();
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => second).Within();
        released.Set();
    }

    [TestMethod]
    public async Task Scraper_ThatAsksForMuchAndReadsNothing_HoldsUpNobody()
    {
        await using Export export = await Export.StartAsync();
        Counter<long> counter = export.Meter.CreateCounter<long>("test.count");
        for (int i = 0; i < 1000; i++)
        {
            counter.Add(1, KeyValuePair.Create<string, object?>("label", new string('x', 500) + i));
        }

        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, export.Address.Port).Within();
        byte[] request = Encoding.ASCII.GetBytes("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        for (int i = 0; i < 50; i++)
        {
            await silent.GetStream().WriteAsync(request).Within();
        }

        Assert.HasCount(1000, OpenMetricsText.Parse(await export.ScrapeAsync())["test_count"].Samples);
        await export.StopAsync().Within();
    }
}
