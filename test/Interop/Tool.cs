using System.ComponentModel;
using System.Diagnostics;

namespace Messenger.Interop;

/// <summary>A program that runs, does one thing, and ends.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end, or kills it after <paramref name="patience"/>.</summary>
    /// <returns>Null if it ended well, else what went wrong.</returns>
    public static async Task<string?> RunAsync(TimeSpan patience, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return $"There is no {program}.";
        }

        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            using var limit = new CancellationTokenSource(patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return $"{program} takes longer than {patience.TotalSeconds} s.";
            }

            return process.ExitCode == 0
                ? null
                : $"{program} has ended with {process.ExitCode}: {await output.Within()}{await errors.Within()}";
        }
    }
}
