namespace Messenger.Interop;

/// <summary>A Python with grpcio, and the stubs that it has generated from proto/.</summary>
/// <param name="Interpreter">The program.</param>
/// <param name="Stubs">The folder with the stubs.</param>
internal sealed record Python(string Interpreter, string Stubs)
{
    // The one that Debian's packages serve comes first: another on the path may lack them.
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];

    private static readonly string[] Protos = ["messenger.proto", "chat.proto", "health.proto"];

    private static readonly Lazy<Task<(Python? Python, string Reason)>> Found = new(FindAsync);

    /// <summary>The Python of this machine. Where there is none, the test is skipped.</summary>
    public static async Task<Python> RequireAsync()
    {
        (Python? python, string reason) = await Found.Value;
        if (python is null)
        {
            Assert.Inconclusive($"This needs a Python with grpcio (Debian: python3-grpcio, python3-grpc-tools). {reason}");
        }

        return python;
    }

    private static async Task<(Python? Python, string Reason)> FindAsync()
    {
        string reason = "";
        foreach (string candidate in Candidates)
        {
            string? failure = await Tool.RunAsync(Patience.Limit, candidate, "-c", "import grpc, grpc_tools");
            if (failure is null)
            {
                return (new Python(candidate, await GenerateStubsAsync(candidate)), "");
            }

            reason += failure + "\n";
        }

        return (null, reason);
    }

    private static async Task<string> GenerateStubsAsync(string interpreter)
    {
        string stubs = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "stubs")).FullName;
        string contracts = Path.Combine(Repository.Root, "proto");

        // Under its own path the stub would be a module of grpcio's own package, which has no such one.
        string health = Path.Combine(contracts, "grpc", "health", "v1");
        string? failure = await Tool.RunAsync(
            Patience.Limit,
            interpreter,
            ["-m", "grpc_tools.protoc", $"-I{contracts}", $"-I{health}", $"--python_out={stubs}", $"--grpc_python_out={stubs}", .. Protos]);
        Assert.IsNull(failure);
        return stubs;
    }
}
