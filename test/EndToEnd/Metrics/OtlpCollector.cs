using Messenger.EndToEnd.Metrics.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Messenger.EndToEnd.Metrics;

/// <summary>A collector that takes metrics by HTTP and protobuf, and keeps the last that came of each name.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    // Guards the fields below. Taken alone.
    private readonly Lock _receivedLock = new();
    private readonly Dictionary<string, Metric> _metrics = [];
    private Resource _resource = new();

    private OtlpCollector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/metrics", ReceiveAsync);
    }

    /// <summary>What a program needs to send it everything several times a second.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    public IReadOnlyDictionary<string, Metric> Metrics
    {
        get
        {
            lock (_receivedLock)
            {
                return new Dictionary<string, Metric>(_metrics);
            }
        }
    }

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync().Within();
        return collector;
    }

    /// <summary>The value of an attribute of who sends.</summary>
    public string? Attribute(string key)
    {
        lock (_receivedLock)
        {
            return _resource.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = ExportMetricsServiceRequest.Parser.ParseFrom(body.ToArray());
        lock (_receivedLock)
        {
            foreach (ResourceMetrics sent in request.ResourceMetrics)
            {
                _resource = sent.Resource;
                foreach (Metric metric in sent.ScopeMetrics.SelectMany(scope => scope.Metrics))
                {
                    _metrics[metric.Name] = metric;
                }
            }
        }

        http.Response.ContentType = "application/x-protobuf";
    }
}
