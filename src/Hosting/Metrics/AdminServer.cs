using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messenger.Hosting.Metrics;

/// <summary>A Kestrel of its own for those who operate the program: nothing of it counts against the limits of the program's port.</summary>
internal sealed class AdminServer : IDisposable
{
    private const int MostConnections = 64;

    // Aborting connections takes as long as what is served on them.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(0.2);

    private readonly IPEndPoint _endPoint;
    private readonly IHost _kestrelHost;
    private readonly IServer _kestrel;

    public AdminServer(IPEndPoint endPoint, ILoggerFactory loggerFactory)
    {
        _endPoint = endPoint;
        _kestrelHost = new HostBuilder()
            .ConfigureServices(parts => parts.AddSingleton(loggerFactory))
            .ConfigureWebHost(web => web.UseKestrelCore().ConfigureKestrel(Configure), options => options.SuppressEnvironmentConfiguration = true)
            .Build();
        _kestrel = _kestrelHost.Services.GetRequiredService<IServer>();
    }

    /// <summary>Where it listens, once it is started.</summary>
    public string Address => _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <summary>Begins to listen and to serve.</summary>
    /// <exception cref="StartFailedException">It cannot listen there.</exception>
    public async Task StartAsync(IHttpApplication<IFeatureCollection> application, CancellationToken cancellationToken)
    {
        try
        {
            await _kestrel.StartAsync(application, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StartFailedException($"The program cannot listen on {_endPoint}: {e.Message.TrimEnd('.')} (MESSENGER_ADMIN_PORT).", e);
        }
    }

    /// <summary>Stops at once, whatever is being served.</summary>
    public Task StopAsync() =>
        Task.WhenAny(_kestrel.StopAsync(new CancellationToken(canceled: true)), Task.Delay(LongestStop));

    public void Dispose() => _kestrelHost.Dispose();

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(_endPoint, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
