using System.Net.Sockets;
using Messenger.Chat;
using Messenger.Grpc;
using Messenger.Hosting;
using Messenger.Journal;
using Messenger.ServerHost.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messenger.ServerHost;

/// <summary>Starts the server's parts, and stops them in the order in which nothing that was accepted is lost.</summary>
internal sealed partial class ServerLifetime : IHostedService, IAsyncDisposable
{
    /// <summary>
    /// How long a stop may take before its next steps no longer wait. Kestrel needs up to a second more to abort connections, and after 5 s
    /// the process has to be gone.
    /// </summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3.8);

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndOfCalls = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan EndOfConnections = TimeSpan.FromSeconds(0.4);

    private readonly RoomDirectory _rooms;
    private readonly ServerHealth _health;
    private readonly GrpcServer _server;
    private readonly int _port;
    private readonly string? _dataFile;
    private readonly ILogger<ServerLifetime> _logger;

    public ServerLifetime(
        ServerSettings settings,
        RoomDirectory rooms,
        ServerHealth health,
        MessengerService messenger,
        ChatService chat,
        ServerMetrics metrics,
        ILoggerFactory loggerFactory)
    {
        _rooms = rooms;
        _health = health;
        _port = settings.Grpc.Port;
        _dataFile = settings.DataFile;
        _server = new GrpcServer(
            settings.Grpc, ServerServices.Bind([messenger.Bind(), chat.Bind()], health, rooms.Closing), loggerFactory, metrics);
        metrics.Observe(_server, rooms);
        _logger = loggerFactory.CreateLogger<ServerLifetime>();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _rooms.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is JournalOpenException or JournalUnavailableException)
        {
            throw new StartFailedException($"{e.Message.TrimEnd('.')} (MESSENGER_DATA).", e);
        }

        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StartFailedException($"The server cannot listen on port {_port}: {e.Message}", e);
        }

        LogListening(_server.Port);
        LogStore();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        LogStopping();
        _health.Stop();
        _server.RefuseNewCalls(ChatStatus.Stopping);
        await CompletesIn(_rooms.CloseAsync(), Drain, cancellationToken);
        if (!await CompletesIn(_server.WhenIdleAsync(), Drain, cancellationToken))
        {
            await CompletesIn(_server.EndCallsAsync(ChatStatus.Stopping), EndOfCalls, cancellationToken);
        }

        using var connections = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        connections.CancelAfter(EndOfConnections);
        await _server.StopAsync(connections.Token);
        await _rooms.DisposeAsync();
        LogStopped();
    }

    private void LogStore()
    {
        if (_dataFile is null)
        {
            LogInMemory();
        }
        else
        {
            LogFile(Path.GetFullPath(_dataFile));
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<bool> CompletesIn(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Listening on port {Port} of all addresses: gRPC over HTTP/2 without TLS.")]
    private partial void LogListening(int port);

    [LoggerMessage(1002, LogLevel.Information, "Messages are kept in memory: none survives a restart.")]
    private partial void LogInMemory();

    [LoggerMessage(1004, LogLevel.Information, "Stopping: new calls are refused, streams drain.")]
    private partial void LogStopping();

    [LoggerMessage(1003, LogLevel.Information, "Messages are kept in {Path}.")]
    private partial void LogFile(string path);

    [LoggerMessage(1005, LogLevel.Information, "Stopped.")]
    private partial void LogStopped();
}
