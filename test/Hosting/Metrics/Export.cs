using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Messenger.Hosting.Metrics;
using Microsoft.Extensions.Logging;

namespace Messenger.Hosting.Tests.Metrics;

/// <summary>A meter of its own whose metrics can be scraped.</summary>
internal sealed class Export : IAsyncDisposable
{
    private readonly AdminPortLog _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly MetricsExport _export;

    private Export(string meter)
    {
        Meter = new Meter(meter);
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _export = new MetricsExport("messenger-test", meter, new IPEndPoint(IPAddress.Loopback, 0), _loggers);
    }

    public Meter Meter { get; }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience.Limit };

    public Uri Address => new(_log.Address!);

    public static async Task<Export> StartAsync()
    {
        var export = new Export($"test {Guid.NewGuid()}");
        await export._export.StartAsync(CancellationToken.None).Within();
        export.Http.BaseAddress = export.Address;
        return export;
    }

    public Task<string> ScrapeAsync() => Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)).Within();

    public Task StopAsync() => _export.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _export.DisposeAsync();
        _loggers.Dispose();
        Meter.Dispose();
    }

    private sealed class AdminPortLog : ILoggerProvider, ILogger
    {
        public string? Address { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Address").Value is { } address)
            {
                Address = Convert.ToString(address, CultureInfo.InvariantCulture);
            }
        }

        public void Dispose()
        {
        }
    }
}
