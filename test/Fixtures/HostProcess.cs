using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Messenger.Fixtures;

/// <summary>
/// One of the two programs as a process of its own, on a free port unless one is given. Its log is kept, and printed when it is disposed,
/// which kills it. A server that is not told where to keep its messages keeps them in a folder of its own, which is deleted then.
/// </summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    // Of a program that runs for long, and says something of every stream.
    private const int MostLines = 20_000;

    // They have other numbers there.
    private static readonly int SigCont = OperatingSystem.IsMacOS() ? 19 : 18;
    private static readonly int SigStop = OperatingSystem.IsMacOS() ? 17 : 19;

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-test-");
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(string program, IReadOnlyDictionary<string, string> environment, string[] arguments, bool hasInput = false)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = hasInput,
            StandardInputEncoding = hasInput ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : null,
        };
        start.Environment["MESSENGER_DATA"] = Path.Combine(_folder.FullName, "messenger.db");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => ReadError(line.Data);
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException($"{program} has exited."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>What it has logged, so far, its newest 20,000 lines; what it has said on the error stream is among it.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>What it has said on the error stream, so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it reads, if it was started with an input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>A server that listens. A setting that is given outranks what it would have.</summary>
    public static Task<HostProcess> StartServerAsync(int port = 0, params (string Name, string Value)[] settings) =>
        ListenAsync("ServerHost", [("MESSENGER_SERVER_PORT", $"{port}"), .. settings]);

    /// <summary>
    /// A client of the server at a port of this machine; the server need not be there. A setting that is given outranks what it would have.
    /// </summary>
    public static Task<HostProcess> StartClientAsync(int serverPort, params (string Name, string Value)[] settings) =>
        ListenAsync("ClientHost", [("MESSENGER_SERVER_ADDR", $"localhost:{serverPort}"), ("MESSENGER_HTTP_PORT", "0"), .. settings]);

    /// <summary>A program that is expected to end by itself.</summary>
    public static HostProcess Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(program, environment, arguments);

    /// <summary>A program that reads what is written to its <see cref="Input"/>.</summary>
    public static HostProcess StartWithInput(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(program, environment, arguments, hasInput: true);

    /// <summary>
    /// The file of a program. The tests and the programs are built in the same configuration, each into its project's own folder.
    /// </summary>
    public static string PathOf(string program)
    {
        string[] output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        string path = Path.Combine(Repository.Root, "src", program, "bin", output[^2], output[^1], $"Messenger.{program}.dll");
        Assert.IsTrue(File.Exists(path), $"{path} is not built.");
        return path;
    }

    /// <summary>Asks it to stop, as an operator does.</summary>
    public void Terminate() => Assert.AreEqual(0, Signal(_process.Id, SigTerm));

    /// <summary>Ends it without a word, as a crash does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it where it is (SIGSTOP): its connections stay open, and it does nothing.</summary>
    public void Freeze() => Assert.AreEqual(0, Signal(_process.Id, SigStop));

    /// <summary>Lets it go on from there (SIGCONT).</summary>
    public void Thaw() => Assert.AreEqual(0, Signal(_process.Id, SigCont));

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().Within();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().Within();
        Console.WriteLine(string.Join('\n', _log));
        _folder.Delete(recursive: true);
        _process.Dispose();
    }

    private static async Task<HostProcess> ListenAsync(string program, (string Name, string Value)[] settings)
    {
        Dictionary<string, string> environment = [];
        foreach ((string name, string value) in settings)
        {
            environment[name] = value;
        }

        var process = new HostProcess(program, environment, []);
        try
        {
            process.Port = await process._port.Task.Within();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    [GeneratedRegex(@"Listening on port (\d+)")]
    private static partial Regex ListeningLine();

    private void ReadError(string? line)
    {
        if (line is not null)
        {
            _errors.Enqueue(line);
        }

        Read(line);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        if (_log.Count > MostLines)
        {
            _log.TryDequeue(out _);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _port.TrySetResult(int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
