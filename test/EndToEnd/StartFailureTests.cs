using System.Net;
using System.Net.Sockets;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class StartFailureTests
{
    [TestMethod]
    [DataRow("MESSENGER_SERVER_PORT", "65536", "a whole number from 0 to 65535")]
    [DataRow("MESSENGER_SERVER_PORT", "51075x", "a whole number from 0 to 65535")]
    [DataRow("MESSENGER_DATA", " ", "the path of a file, or 'memory',")]
    [DataRow("MESSENGER_AUTHOR_BYTES", "0", "a whole number from 1 to 4096")]
    [DataRow("MESSENGER_TEXT_BYTES", "1048577", "a whole number from 1 to 1048576")]
    [DataRow("MESSENGER_NAME_BYTES", "4097", "a whole number from 1 to 4096")]
    [DataRow("MESSENGER_ROOMS", "0", "a whole number from 1 to 1000000")]
    [DataRow("MESSENGER_QUEUE_MESSAGES", "0", "a whole number from 1 to 1000000")]
    [DataRow("MESSENGER_COMMIT_MESSAGES", "-5", "a whole number from 1 to 1000000")]
    [DataRow("MESSENGER_COMMIT_BYTES", "1.5", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_WAITING_MESSAGES", "many", "a whole number from 1 to 1000000")]
    [DataRow("MESSENGER_WAITING_BYTES", "99999999999999999999", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_PAGE_MESSAGES", " ", "a whole number from 1 to 1000000")]
    [DataRow("MESSENGER_PAGE_BYTES", "1e3", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_MEMORY_MESSAGES", "0x10", "a whole number from 1 to 10000000")]
    [DataRow("MESSENGER_MEMORY_BYTES", "1 000", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_STREAMS_PER_CONNECTION", "100001", "a whole number from 1 to 100000")]
    [DataRow("MESSENGER_FLUSH_SECONDS", "86401", "a whole number from 1 to 86400")]
    [DataRow("MESSENGER_KEEPALIVE_SECONDS", "0", "a whole number from 1 to 86400")]
    [DataRow("MESSENGER_KEEPALIVE_TIMEOUT_SECONDS", "20s", "a whole number from 1 to 86400")]
    [DataRow("MESSENGER_RECEIVE_BYTES", "4MiB", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_ADMIN_PORT", "localhost:9464", "a port, or an address and a port such as 0.0.0.0:9464 or [::]:9464,")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "a URL such as http://localhost:4318")]
    [DataRow("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "'grpc' or 'http/protobuf'")]
    public Task Server_WithAWrongVariable_SaysSoInOneSentence(string variable, string value, string allowed) =>
        RefusesAsync("ServerHost", variable, value, allowed);

    [TestMethod]
    [DataRow("MESSENGER_SERVER_ADDR", "localhost", "host:port")]
    [DataRow("MESSENGER_SERVER_ADDR", "http://localhost:51075", "host:port")]
    [DataRow("MESSENGER_HTTP_PORT", "-1", "a whole number from 0 to 65535")]
    [DataRow("MESSENGER_HTTP_PORT", "восемь", "a whole number from 0 to 65535")]
    [DataRow("MESSENGER_MAILBOX_MESSAGES", "0", "a whole number from 1 to 100000000")]
    [DataRow("MESSENGER_MAILBOX_BYTES", "1073741825", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_SEND_SECONDS", "3601", "a whole number from 1 to 3600")]
    [DataRow("MESSENGER_BODY_BYTES", "1,000", "a whole number from 1 to 1073741824")]
    [DataRow("MESSENGER_ADMIN_PORT", "::1:9464", "a port, or an address and a port such as 0.0.0.0:9464 or [::]:9464,")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "a URL such as http://localhost:4318")]
    public Task Client_WithAWrongVariable_SaysSoInOneSentence(string variable, string value, string allowed) =>
        RefusesAsync("ClientHost", variable, value, allowed);

    [TestMethod]
    public async Task Server_WithAJournalThatCannotBeOpened_SaysSoInOneSentence()
    {
        await using HostProcess process = HostProcess.Start(
            "ServerHost", new Dictionary<string, string> { ["MESSENGER_DATA"] = "/proc/none/messenger.db" });

        Assert.AreEqual(1, await process.ExitCodeAsync());

        Assert.HasCount(1, process.Log);
        Assert.Contains("The journal '/proc/none/messenger.db' cannot be opened: ", process.Errors.Single());
        Assert.EndsWith(" (MESSENGER_DATA).", process.Errors.Single());
    }

    [TestMethod]
    [DataRow("ServerHost", "MESSENGER_SERVER_PORT")]
    [DataRow("ClientHost", "MESSENGER_HTTP_PORT")]
    public async Task Program_OnAPortThatIsTaken_SaysSoInOneSentence(string program, string variable)
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();

        await CannotListenAsync(program, variable, ((IPEndPoint)taken.LocalEndpoint).Port);
    }

    [TestMethod]
    [DataRow("ServerHost", "MESSENGER_SERVER_PORT")]
    [DataRow("ClientHost", "MESSENGER_HTTP_PORT")]
    public async Task Program_WithAnAdminPortThatIsTaken_SaysSoInOneSentence(string program, string variable)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using HostProcess process = HostProcess.Start(
            program, new Dictionary<string, string> { [variable] = "0", ["MESSENGER_ADMIN_PORT"] = $"{taken.LocalEndpoint}" });

        Assert.AreEqual(1, await process.ExitCodeAsync());

        Assert.StartsWith($"The program cannot listen on {taken.LocalEndpoint}: ", process.Errors.Single());
        Assert.EndsWith(" (MESSENGER_ADMIN_PORT).", process.Errors.Single());
        Assert.HasCount(1, process.Log);
    }

    [TestMethod]
    [DataRow("ServerHost", "MESSENGER_SERVER_PORT")]
    [DataRow("ClientHost", "MESSENGER_HTTP_PORT")]
    public async Task Program_OnAPortThatIsReserved_SaysSoInOneSentence(string program, string variable)
    {
        using var reserved = new TcpListener(IPAddress.Any, 1);
        try
        {
            reserved.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            await CannotListenAsync(program, variable, 1);
            return;
        }

        Assert.Inconclusive("Whoever runs this may listen on every port.");
    }

    private static async Task CannotListenAsync(string program, string variable, int port)
    {
        await using HostProcess process = HostProcess.Start(program, new Dictionary<string, string> { [variable] = $"{port}" });

        Assert.AreEqual(1, await process.ExitCodeAsync());

        Assert.HasCount(1, process.Errors);
        Assert.Contains($"cannot listen on port {port}: ", process.Errors.Single());
        Assert.HasCount(1, process.Log);
    }

    private static async Task RefusesAsync(string program, string variable, string value, string allowed)
    {
        await using HostProcess process = HostProcess.Start(program, new Dictionary<string, string> { [variable] = value });

        Assert.AreEqual(1, await process.ExitCodeAsync());

        Assert.AreEqual($"{variable} is '{value}': {allowed} is allowed.", string.Join('\n', process.Errors));
        Assert.HasCount(1, process.Log);
    }
}
