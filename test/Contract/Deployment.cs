namespace Messenger.Contract;

/// <summary>
/// The server and the two clients under test: those that MESSENGER_TEST_SERVER and MESSENGER_TEST_CLIENTS name, or else processes of
/// this repository.
/// </summary>
[TestClass]
public static class Deployment
{
    private static readonly List<HostProcess> Processes = [];

    /// <summary>The server.</summary>
    public static Uri Server { get; private set; } = null!;

    /// <summary>The two clients.</summary>
    public static IReadOnlyList<Uri> Clients { get; private set; } = null!;

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext _)
    {
        string? server = Environment.GetEnvironmentVariable("MESSENGER_TEST_SERVER");
        string? clients = Environment.GetEnvironmentVariable("MESSENGER_TEST_CLIENTS");
        if (server is not null || clients is not null)
        {
            Server = new Uri(server ?? throw new InvalidOperationException("MESSENGER_TEST_CLIENTS is set: set MESSENGER_TEST_SERVER too."));
            Clients = [.. (clients ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(client => new Uri(client))];
            Assert.HasCount(2, Clients, "MESSENGER_TEST_CLIENTS must name two clients.");
            return;
        }

        HostProcess process = await HostProcess.StartServerAsync();
        Processes.Add(process);
        Server = new Uri($"http://localhost:{process.Port}");
        for (int i = 0; i < 2; i++)
        {
            Processes.Add(await HostProcess.StartClientAsync(process.Port));
        }

        Clients = [.. Processes.Skip(1).Select(client => new Uri($"http://localhost:{client.Port}"))];
    }

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        foreach (HostProcess process in Processes)
        {
            await process.DisposeAsync();
        }
    }
}
