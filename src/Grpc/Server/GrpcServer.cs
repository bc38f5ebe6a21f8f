using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc;

/// <summary>
/// A gRPC server: Kestrel's own, without TLS (HTTP/2 with prior knowledge), and the services on it. It stops in steps, so that its host can
/// put its own between them: <see cref="RefuseNewCalls"/>, <see cref="WhenIdleAsync"/>, <see cref="EndCallsAsync"/>,
/// <see cref="StopAsync"/>. Members may be called from any thread, in that order.
/// </summary>
public sealed class GrpcServer : IAsyncDisposable
{
    // What the kernel takes that a peer does not read, about; a connection has it from the socket that listens. By itself the kernel takes
    // megabytes, says that there is room again only when a third of them is read, and so hides a peer that reads slowly as one that does not.
    private const int SendBufferBytes = 128 << 10;

    private readonly GrpcServerOptions _options;
    private readonly OpenCalls _openCalls = new();
    private readonly OpenConnections _openConnections;
    private readonly GrpcApplication _application;

    // Never started: it puts Kestrel together with its pool of pinned memory. KestrelServer's own constructor takes the shared array pool,
    // which is too small for many streams: measured with 1,000 of them on 10 connections, a third less throughput and 6 times the garbage.
    private readonly IHost _kestrelHost;
    private readonly IServer _kestrel;
    private readonly Timer _stuckPeers;

    /// <summary>A server that is not listening yet.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="services">What it serves.</param>
    /// <param name="loggerFactory">Makes its log.</param>
    /// <param name="observer">Is told of each call that has ended; null for nobody.</param>
    public GrpcServer(
        GrpcServerOptions options,
        IReadOnlyCollection<ServerServiceDefinition> services,
        ILoggerFactory loggerFactory,
        IServerCallObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        ILogger logger = loggerFactory.CreateLogger<GrpcServer>();
        _openConnections = new OpenConnections(options, logger);
        _application = new GrpcApplication(services, _openCalls, options, observer, logger);
        _kestrelHost = new HostBuilder()
            .ConfigureServices(parts => parts.AddSingleton(loggerFactory))
            .ConfigureWebHost(
                web => web.UseKestrelCore().ConfigureKestrel(Configure).UseSockets(Configure), options => options.SuppressEnvironmentConfiguration = true)
            .Build();
        _kestrel = _kestrelHost.Services.GetRequiredService<IServer>();
        _stuckPeers = new Timer(_ => EndStuckPeers());
    }

    /// <summary>The port it listens on, once it is started: the one that was asked for, or the free one that was found.</summary>
    public int Port => new Uri(_kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    /// <summary>How many connections are open now.</summary>
    public int OpenConnectionCount => _openConnections.Count;

    /// <summary>How many calls are open now, of each method that was called before: <c>package.Service/Method</c>.</summary>
    public IEnumerable<KeyValuePair<string, int>> OpenCallCounts() =>
        _openCalls.CountByMethod().Select(count => KeyValuePair.Create(count.Key.Name, count.Value));

    /// <summary>Begins to listen and to serve.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port cannot be listened on: it may be reserved for others.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _kestrel.StartAsync(_application, cancellationToken);
        TimeSpan often = _options.FlushTimeout / 4;
        _stuckPeers.Change(often, often);
    }

    /// <summary>From now on every new call ends with <paramref name="status"/>; those that are open go on.</summary>
    public void RefuseNewCalls(Status status) => _openCalls.Refuse(status);

    /// <summary>Completes when no call is open. To be called after <see cref="RefuseNewCalls"/>.</summary>
    public Task WhenIdleAsync() => _openCalls.WhenEmptyAsync();

    /// <summary>Ends the calls that are open with <paramref name="status"/> and cancels their methods.</summary>
    public Task EndCallsAsync(Status status) => Task.WhenAll(_openCalls.ToArray().Select(call => call.StopAsync(status)));

    /// <summary>Stops listening and closes the connections; when the token is cancelled, at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stuckPeers.DisposeAsync();
        await _kestrel.StopAsync(cancellationToken);
    }

    /// <summary>Stops at once, if it has not stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stuckPeers.DisposeAsync();
        _kestrelHost.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // A stream lives for days and is silent for hours. Instead of Kestrel's rates and limits for bodies there are the limit of a
        // message, the timeout of a flush and the keepalive of a connection.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;

        // Of a header that is not UTF-8 Kestrel would make an end of the whole connection. As bytes it is the call's own to judge.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.Limits.Http2.MaxStreamsPerConnection = _options.MaxStreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = _options.KeepAlivePingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = _options.KeepAlivePingTimeout;
        if (_options.Address is { } address)
        {
            kestrel.Listen(address, _options.Port, Http2Only);
        }
        else
        {
            kestrel.ListenAnyIP(_options.Port, Http2Only);
        }
    }

    private static void Configure(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = endPoint =>
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    };

    private void Http2Only(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(serve => connection => _openConnections.ServeAsync(connection, serve));
    }

    private void EndStuckPeers()
    {
        long now = Environment.TickCount64;
        foreach (ServerCall call in _openCalls.ToArray())
        {
            call.ResetIfStuck(now);
        }

        _openConnections.AbortStuck(now);
    }
}
