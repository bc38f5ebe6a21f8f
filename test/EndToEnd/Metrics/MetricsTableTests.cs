using System.Net;
using Google.Protobuf.Collections;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.EndToEnd.Metrics.Otlp;
using Messenger.Fixtures.OpenMetrics;
using Messenger.Grpc;

namespace Messenger.EndToEnd.Metrics;

/// <summary>The tables of docs/operations.md have the metrics that there are, and no others: names, types, units and attributes.</summary>
[TestClass]
public sealed class MetricsTableTests
{
    [TestMethod]
    public async Task Scrape_OfTheServer_HasWhatTheTableHas()
    {
        await using HostProcess server = await HostProcess.StartServerAsync(0, Scrape.Setting);
        await TalkAsync(server);

        Scrape scrape = await Scrape.UntilAsync(server, HasDelivered, "a delivery");

        AssertIsDocumented("The server", scrape);
    }

    [TestMethod]
    public async Task Scrape_OfTheClient_HasWhatTheTableHas()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(server.Port, Scrape.Setting);

        AssertIsDocumented("The client", await Scrape.OfAsync(client));
    }

    [TestMethod]
    public async Task Otlp_OfTheServer_HasWhatTheTableHas()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using HostProcess server = await HostProcess.StartServerAsync(0, collector.Settings);
        await TalkAsync(server);
        DocumentedMetric[] documented = DocumentedMetric.Of("The server");
        await Patience.Until(() => collector.Metrics.Count >= documented.Length, "all metrics to be sent");

        AssertIsDocumented(documented, collector);
        Assert.AreEqual("messenger-server", collector.Attribute("service.name"));
        Assert.AreEqual(1, Points(collector.Metrics["messenger.sends"]).Single(point => Has(point.Attributes, "kept")).AsInt);
        Metric calls = collector.Metrics["rpc.server.call.duration"];
        Assert.AreEqual(1UL, calls.Histogram.DataPoints.Single(point => Has(point.Attributes, "mes_grpc.MessengerServer/SendMessage")).Count);
        Assert.HasCount(calls.Histogram.DataPoints[0].ExplicitBounds.Count + 1, calls.Histogram.DataPoints[0].BucketCounts);
    }

    [TestMethod]
    public async Task Otlp_OfTheClient_HasWhatTheTableHasUnderTheNameThatWasSet()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using HostProcess server = await HostProcess.StartServerAsync();
        await using HostProcess client = await HostProcess.StartClientAsync(
            server.Port, [.. collector.Settings, ("OTEL_SERVICE_NAME", "alice's client"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")]);
        DocumentedMetric[] documented = DocumentedMetric.Of("The client");
        await Patience.Until(() => collector.Metrics.Count >= documented.Length, "all metrics to be sent");

        AssertIsDocumented(documented, collector);
        Assert.AreEqual("alice's client", collector.Attribute("service.name"));
        Assert.AreEqual("test", collector.Attribute("deployment.environment.name"));
    }

    [TestMethod]
    public async Task Otlp_WhenTheServerStops_HasTheLastNumbers()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using HostProcess server = await HostProcess.StartServerAsync(0, [.. collector.Settings, ("OTEL_METRIC_EXPORT_INTERVAL", "600000")]);
        await TalkAsync(server);
        Assert.IsEmpty(collector.Metrics);

        await server.StopsWellAsync();

        Assert.AreEqual(1, Points(collector.Metrics["messenger.sends"]).Single(point => Has(point.Attributes, "kept")).AsInt);
    }

    [TestMethod]
    public async Task Otlp_ToACollectorThatIsAway_DoesNotHoldUpTheStop()
    {
        int nobody = FreePort.Find();
        await using HostProcess server = await HostProcess.StartServerAsync(
            0, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{IPAddress.Loopback}:{nobody}"), ("OTEL_METRIC_EXPORT_INTERVAL", "10"));
        await TalkAsync(server);

        await server.StopsWellAsync();
    }

    private static async Task TalkAsync(HostProcess server)
    {
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        await chat.SendAsync("Alice", "Hello");
        await GrpcChat.ReadOneAsync(stream);
    }

    private static bool HasDelivered(Scrape scrape) => scrape.Sum("messenger_delivery_duration_seconds_count") > 0;

    private static void AssertIsDocumented(string program, Scrape scrape) => Assert.AreSequenceEqual(
        DocumentedMetric.Of(program).Select(metric => metric.InPrometheus()).OrderBy(metric => metric.Name, StringComparer.Ordinal),
        scrape.Metrics.Values.Where(metric => metric.Type != "info").OrderBy(metric => metric.Name, StringComparer.Ordinal).Select(Described));

    private static DocumentedMetric Described(ScrapedMetric metric) => new(
        metric.Name,
        metric.Type,
        metric.Unit,
        DocumentedMetric.Joined(metric.Samples.SelectMany(sample => sample.Labels).Select(label => label.Key).Where(label => label != "le")));

    private static void AssertIsDocumented(DocumentedMetric[] documented, OtlpCollector collector) => Assert.AreSequenceEqual(
        documented.OrderBy(metric => metric.Name, StringComparer.Ordinal),
        collector.Metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal).Select(Described));

    private static DocumentedMetric Described(Metric metric) => new(
        metric.Name,
        metric.DataCase switch
        {
            Metric.DataOneofCase.Histogram => "histogram",
            Metric.DataOneofCase.Sum when metric.Sum.IsMonotonic => "counter",
            _ => "gauge",
        },
        metric.Unit,
        DocumentedMetric.Joined(
            Points(metric).SelectMany(point => point.Attributes)
                .Concat((metric.Histogram ?? new Histogram()).DataPoints.SelectMany(point => point.Attributes))
                .Select(attribute => attribute.Key)));

    private static RepeatedField<NumberDataPoint> Points(Metric metric) => metric.Sum?.DataPoints ?? metric.Gauge?.DataPoints ?? [];

    private static bool Has(RepeatedField<KeyValue> attributes, string value) => attributes.Any(attribute => attribute.Value.StringValue == value);
}
