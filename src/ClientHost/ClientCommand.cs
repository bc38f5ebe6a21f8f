using System.CommandLine;
using System.Net.Sockets;
using Messenger.ClientHost.Connection;
using Messenger.ClientHost.Events;
using Messenger.ClientHost.Http;
using Messenger.ClientHost.Metrics;
using Messenger.ClientHost.Terminal;
using Messenger.ClientHost.Web;
using Messenger.Grpc;
using Messenger.Hosting;
using Messenger.Hosting.Metrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Messenger.ClientHost;

/// <summary>The client's command line, and the wiring of its parts.</summary>
internal static class ClientCommand
{
    // Less than the 5 s within which the process has to be gone.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    public static RootCommand Create()
    {
        var root = new RootCommand("The messenger's client. It holds a connection to the server and has an HTTP API.");
        ClientSettings.AddTo(root);
        root.SetAction((parsed, cancellationToken) => RunAsync(ClientSettings.From(parsed), cancellationToken));

        var health = new Command("health", "Asks the client that runs here whether it is ready: exit code 0 if it is.");
        ClientSettings.AddTo(health);
        health.SetAction((parsed, cancellationToken) => HealthProbe.RunAsync(ClientSettings.From(parsed).HttpPort, cancellationToken));
        root.Subcommands.Add(health);

        var chat = new Command("chat", "Chats from this terminal: rooms, and what is said in them. It has no HTTP API.");
        TerminalSettings.AddTo(chat);
        chat.SetAction((parsed, cancellationToken) => TerminalClient.RunAsync(TerminalSettings.From(parsed), cancellationToken));
        root.Subcommands.Add(chat);
        return root;
    }

    /// <summary>The client with its parts wired and its routes mapped, not started.</summary>
    internal static WebApplication Build(ClientSettings settings)
    {
        // The empty builder: no files, no ASPNETCORE_ variables, nothing that would listen elsewhere.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddMessengerConsole(settings.Log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.BodyBytes;
            kestrel.ListenAnyIP(settings.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => GrpcChannel.ForAddress(settings.ServerAddress));
        builder.Services.AddSingleton<Connections>();
        builder.Services.AddSingleton<MessengerClient>();
        builder.Services.AddSingleton<ChatClient>();
        builder.Services.AddSingleton<Mailbox>();
        builder.Services.AddSingleton<ClientMetrics>();
        builder.Services.AddSingleton<Reception>();
        builder.Services.AddSingleton<ServerJournal>();
        builder.Services.AddSingleton<RetryingSender>();
        builder.Services.AddSingleton<SharedChatSender>();
        builder.Services.AddSingleton<RoomMessageSender>();
        builder.Services.AddSingleton<RoomPages>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddSingleton<SendMessageEndpoint>();
        builder.Services.AddSingleton<FlushEndpoint>();
        builder.Services.AddSingleton<UpstreamCalls>();
        builder.Services.AddSingleton<RoomsEndpoint>();
        builder.Services.AddSingleton<MessagesEndpoint>();
        builder.Services.AddEvents();
        builder.Services.AddSingleton<WebFiles>();
        builder.Services.AddHostedService(services => new MetricsExport(
            "messenger-client", ClientMetrics.MeterName, settings.AdminPort, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService<SharedChatStream>();
        WebApplication app = builder.Build();
        HttpApi.Map(app);
        return app;
    }

    private static async Task<int> RunAsync(ClientSettings settings, CancellationToken cancellationToken)
    {
        await using WebApplication app = Build(settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StartFailedException($"The client cannot listen on port {settings.HttpPort}: {e.Message}", e);
        }

        HttpApi.LogListening(app);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
