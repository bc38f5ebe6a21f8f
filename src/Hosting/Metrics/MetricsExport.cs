using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Messenger.Hosting.Metrics;

/// <summary>
/// Exports a program's metrics while it runs: to be scraped at the admin port, and by OTLP, each if it is asked for. Where neither is, the
/// SDK is not started, and nobody listens to the instruments.
/// </summary>
public sealed partial class MetricsExport : IHostedService, IAsyncDisposable
{
    // A collector that does not answer must not hold up the end.
    private static readonly TimeSpan LongestLastExport = TimeSpan.FromSeconds(0.4);

    private readonly string _service;
    private readonly string _meter;
    private readonly AdminServer? _admin;
    private readonly Scrapes? _scrapes;
    private readonly ILogger _logger;
    private MeterProvider? _provider;

    // Whether the collector, if there is one, has answered the end.
    private bool _isThrough;

    /// <summary>An export that has not begun.</summary>
    /// <param name="service">The program's name, <c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> has another.</param>
    /// <param name="meter">The name of the program's meter.</param>
    /// <param name="adminPort">Where metrics can be scraped; null for nowhere.</param>
    /// <param name="loggerFactory">Makes the logs.</param>
    public MetricsExport(string service, string meter, IPEndPoint? adminPort, ILoggerFactory loggerFactory)
    {
        _service = service;
        _meter = meter;
        _logger = loggerFactory.CreateLogger<MetricsExport>();
        if (adminPort is not null)
        {
            _admin = new AdminServer(adminPort, loggerFactory);
            _scrapes = new Scrapes();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StartFailedException">It cannot listen at the admin port, or a variable of OTLP is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        OtlpVariables.Check();
        if (_admin is null && !OtlpVariables.IsSet)
        {
            return;
        }

        _provider = BuildProvider();
        if (_admin is not null)
        {
            await _admin.StartAsync(new MetricsApplication(_scrapes!), cancellationToken);
            LogAdminPort(_admin.Address);
        }
    }

    /// <summary>Sends what was not sent yet, if it can be sent soon, and stops listening.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_provider is { } provider && !cancellationToken.IsCancellationRequested)
        {
            var shutdown = Task.Run(() => provider.Shutdown((int)LongestLastExport.TotalMilliseconds), CancellationToken.None);
            _isThrough = await Task.WhenAny(shutdown, Task.Delay(LongestLastExport, CancellationToken.None)) == shutdown && await shutdown;
        }

        if (_admin is not null)
        {
            await _admin.StopAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_provider is { } provider)
        {
            // The SDK waits for its exporter. One that was waited for already, or that there was no time for, ends with the process.
            var disposal = Task.Run(provider.Dispose);
            if (_isThrough)
            {
                await disposal;
            }
        }

        _scrapes?.Dispose();
    }

    private MeterProvider BuildProvider()
    {
        // The environment is asked last, and wins.
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(_service).AddEnvironmentVariableDetector();
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(_meter);
        if (_scrapes is not null)
        {
            builder.AddReader(_scrapes.Reader);
        }

        if (OtlpVariables.IsSet)
        {
            builder.AddOtlpExporter();
        }

        return builder.Build();
    }

    [LoggerMessage(3001, LogLevel.Information, "Metrics can be scraped at {Address}/metrics.")]
    private partial void LogAdminPort(string address);
}
