using System.Diagnostics;

namespace Messenger.Interop;

/// <summary><c>buf</c>, a gRPC client in Go, which npm installs into a folder of the tests' own.</summary>
internal static class Buf
{
    private const string Package = "@bufbuild/buf@1.75.0";

    private static readonly TimeSpan InstallPatience = TimeSpan.FromSeconds(20);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "buf");
    private static readonly string Program = Path.Combine(Folder, "node_modules", ".bin", "buf");

    private static readonly Lazy<Task<string?>> Failure = new(InstallAsync);

    /// <summary>Waits until it is installed. Where it cannot be, the test is skipped.</summary>
    public static async Task RequireAsync()
    {
        if (await Failure.Value is { } failure)
        {
            Assert.Inconclusive($"This needs buf, which comes by npm. {failure}");
        }
    }

    /// <summary>Begins to call a method of the shared chat on a port of this machine with a request in JSON.</summary>
    public static Process Curl(int port, string method, string request, params string[] options) => Start(
        port,
        $"mes_grpc.MessengerServer/{method}",
        ["--schema", Path.Combine(Repository.Root, "proto"), .. options, "--data", request]);

    /// <summary>Begins to ask the server on a port of this machine something that it knows of no contract for, but by the server's own reflection.</summary>
    public static Process Ask(int port, string path, params string[] options) => Start(port, path, options);

    private static Process Start(int port, string path, string[] options)
    {
        var start = new ProcessStartInfo(Program, ["curl", "--protocol", "grpc", "--http2-prior-knowledge", .. options, $"http://127.0.0.1:{port}/{path}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BUF_CACHE_DIR"] = Path.Combine(Folder, "cache");
        return Process.Start(start)!;
    }

    private static async Task<string?> InstallAsync()
    {
        if (await VersionAsync() is null)
        {
            return null;
        }

        // No scripts: the program itself is an optional dependency of the package, ready for this platform.
        return await Tool.RunAsync(
                InstallPatience,
                "npm",
                "install", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--fetch-retries=0", Package)
            ?? await VersionAsync();
    }

    private static Task<string?> VersionAsync() => Tool.RunAsync(Patience.Limit, Program, "--version");
}
