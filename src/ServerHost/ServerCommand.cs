using System.CommandLine;
using Messenger.Chat;
using Messenger.Hosting;
using Messenger.Hosting.Metrics;
using Messenger.Journal;
using Messenger.Journal.Memory;
using Messenger.Journal.Sqlite;
using Messenger.ServerHost.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messenger.ServerHost;

/// <summary>The server's command line, and the wiring of its parts.</summary>
internal static class ServerCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("The messenger's server. It speaks gRPC over HTTP/2 without TLS.");
        ServerSettings.AddTo(root);
        root.SetAction((parsed, cancellationToken) => RunAsync(ServerSettings.From(parsed), cancellationToken));

        var health = new Command("health", "Asks the server that runs here whether it serves: exit code 0 if it does.");
        ServerSettings.AddTo(health);
        health.SetAction((parsed, cancellationToken) => HealthProbe.RunAsync(ServerSettings.From(parsed).Grpc.Port, cancellationToken));
        root.Subcommands.Add(health);
        return root;
    }

    private static async Task<int> RunAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddMessengerConsole(settings.Log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ServerLifetime.LongestStop);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Chat);
        builder.Services.AddSingleton(services => Journal(settings, services));
        builder.Services.AddSingleton<ServerHealth>();
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddSingleton<RoomDirectory>();
        builder.Services.AddSingleton<Posts>();
        builder.Services.AddSingleton<MessageStreams>();
        builder.Services.AddSingleton(settings.Journal);
        builder.Services.AddSingleton(settings.History);
        builder.Services.AddSingleton<HistoryBudget>();
        builder.Services.AddSingleton<HistoryReply>();
        builder.Services.AddSingleton<MessengerService>();
        builder.Services.AddSingleton<ChatService>();

        // Before the server: it tells until the end.
        builder.Services.AddHostedService(services => new MetricsExport(
            "messenger-server", ServerMetrics.MeterName, settings.AdminPort, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService<ServerLifetime>();
        using IHost host = builder.Build();
        await host.RunAsync(cancellationToken);
        return 0;
    }

    private static IJournal Journal(ServerSettings settings, IServiceProvider services)
    {
        JournalOptions options = settings.Journal with { OnCommit = services.GetRequiredService<ServerMetrics>().CountCommit };
        return settings.DataFile is { } path
            ? new SqliteJournal(path, options, TimeProvider.System, services.GetRequiredService<ILogger<SqliteJournal>>())
            : new MemoryJournal(options, settings.Memory, TimeProvider.System);
    }
}
