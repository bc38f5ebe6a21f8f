using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A bash that runs a script in a folder of its own. Disposing it kills it, and what it has started.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messenger-test-");
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Shell(string[] arguments)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["no_proxy"] = "*";
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a file with its arguments, or what comes after <c>-c</c>, if there is everything that it needs.</summary>
    public static Shell Start(params string[] arguments)
    {
        foreach (string tool in new[] { "bash", "curl", "jq" })
        {
            try
            {
                using Process asked = Process.Start(new ProcessStartInfo(tool, ["--version"]) { RedirectStandardOutput = true })!;
            }
            catch (Win32Exception)
            {
                Assert.Inconclusive($"This needs {tool}.");
            }
        }

        return new Shell(arguments);
    }

    /// <summary>Waits until the script has ended, which must be well.</summary>
    /// <returns>What it has said.</returns>
    public async Task<string> OutputAsync()
    {
        await _process.WaitForExitAsync().Within();
        Assert.AreEqual(0, _process.ExitCode, await _errors.Within());
        return await _output.Within();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().Within();
        Console.WriteLine(await _errors.Within());
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
