using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>An nginx between, configured as <c>docs/operations.md</c> says, on ports and with times of a test.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-nginx-");
    private Process? _process;

    private Nginx()
    {
    }

    /// <summary>Where it serves gRPC.</summary>
    public int GrpcPort { get; } = FreePort.Find();

    /// <summary>Where it serves HTTP.</summary>
    public int HttpPort { get; } = FreePort.Find();

    private string LogPath => Path.Combine(_folder.FullName, "error.log");

    /// <summary>One that listens. Without nginx on the machine the test is inconclusive.</summary>
    /// <param name="serverPort">The server's port.</param>
    /// <param name="clientPort">The client's; it need not listen yet.</param>
    /// <param name="settings">What is put in the place of what the document has: both in full.</param>
    public static async Task<Nginx> StartAsync(int serverPort, int clientPort, params (string Documented, string Tried)[] settings)
    {
        var nginx = new Nginx();
        try
        {
            await nginx.RunAsync(
            [
                ("127.0.0.1:51075", $"127.0.0.1:{serverPort}"),
                ("listen 50051", $"listen 127.0.0.1:{nginx.GrpcPort}"),
                ("127.0.0.1:8080", $"127.0.0.1:{clientPort}"),
                ("listen 8000", $"listen 127.0.0.1:{nginx.HttpPort}"),
                .. settings,
            ]);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().Within();
            process.Dispose();
        }

        if (File.Exists(LogPath))
        {
            Console.WriteLine(await File.ReadAllTextAsync(LogPath));
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<string> DocumentedAsync()
    {
        const string Begin = "```nginx\n";
        string document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));
        int begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return document[begin..document.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    private async Task RunAsync((string Documented, string Tried)[] settings)
    {
        string servers = await DocumentedAsync();
        foreach ((string documented, string tried) in settings)
        {
            Assert.Contains(documented, servers);
            servers = servers.Replace(documented, tried, StringComparison.Ordinal);
        }

        string temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder.FullName}/{name};\n"));
        string path = Path.Combine(_folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(
            path,
            $"daemon off;\nmaster_process off;\npid {_folder.FullName}/nginx.pid;\nevents {{ }}\nhttp {{\naccess_log off;\nclient_body_timeout 5s;\n{temporary}{servers}\n}}\n");
        try
        {
            _process = Process.Start(new ProcessStartInfo("nginx", ["-c", path, "-e", LogPath]));
        }
        catch (Win32Exception e)
        {
            Assert.Inconclusive($"This needs nginx (Debian: nginx-light). {e.Message}");
        }

        await Patience.Until(() => IsListening(GrpcPort) && IsListening(HttpPort), "nginx listens");
    }

    private bool IsListening(int port)
    {
        Assert.IsFalse(_process!.HasExited, "nginx has ended.");
        using var tcp = new TcpClient();
        try
        {
            tcp.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
