using System.Net;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>A server with the echo service on a free loopback port.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;

    private TestServer(GrpcServerOptions? options, EchoService service)
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        Server = new GrpcServer(
            (options ?? new GrpcServerOptions()) with { Address = IPAddress.Loopback, Port = 0 }, [service.Bind()], _loggers, Calls);
    }

    public GrpcServer Server { get; }

    public LogSink Log { get; } = new();

    public CallSink Calls { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{Server.Port}");

    public static async Task<TestServer> StartAsync(EchoService? service = null, GrpcServerOptions? options = null)
    {
        var server = new TestServer(options, service ?? new EchoService());
        await server.Server.StartAsync().Within();
        return server;
    }

    public GrpcChannel OpenChannel(GrpcChannelOptions? options = null) => GrpcChannel.ForAddress(Address, options);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _loggers.Dispose();
    }
}
