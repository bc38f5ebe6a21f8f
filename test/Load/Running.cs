using Messenger.Load.Reporting;

namespace Messenger.Load.Tests;

/// <summary>Short runs.</summary>
internal static class Running
{
    /// <summary>Four streams, eight messages in flight, half a second.</summary>
    public static async Task<LoadReport> AsSoonAsPossible(DefectiveServer server, Func<LoadOptions, LoadOptions>? change = null)
    {
        var options = new LoadOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Streams = 4,
            Connections = 2,
            Senders = 2,
            InFlight = 8,
            Duration = TimeSpan.FromSeconds(0.5),
            WarmUp = TimeSpan.Zero,
            Patience = TimeSpan.FromSeconds(3),
        };
        using var run = new LoadRun(change?.Invoke(options) ?? options, new ConsoleReport(Console.Out));
        LoadReport report = await run.RunAsync(CancellationToken.None).Within();
        new ConsoleReport(Console.Out).End(report);
        return report;
    }
}
