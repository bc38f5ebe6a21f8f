using System.CommandLine;
using Messenger.Load.Reporting;

namespace Messenger.Load;

/// <summary>The command line.</summary>
internal static class LoadCommand
{
    /// <summary>The server has kept what it promises.</summary>
    public const int Sound = 0;

    /// <summary>It has not.</summary>
    public const int RuleBroken = 1;

    /// <summary>There was no run: the command line is wrong, or the server cannot be reached.</summary>
    public const int NoRun = 2;

    /// <summary>Runs a command line. What is wrong is said on the error stream, a sentence a line.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var options = new LoadCommandOptions();
        var root = new RootCommand(
            "Drives a server of mes_grpc.MessengerServer with streams and senders, measures it, and holds it to what it promises. "
            + "Exit code 0: it has kept it; 1: it has not; 2: there was no run.");
        options.AddTo(root);
        root.SetAction((parsed, cancellationToken) => RunAsync(options.Read(parsed), output, cancellationToken));

        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (string sentence in result.Errors.Select(error => error.Message).Distinct())
            {
                await errors.WriteLineAsync(sentence);
            }

            return NoRun;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        }
        catch (LoadFailedException e)
        {
            await errors.WriteLineAsync(e.Message);
            return NoRun;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Interrupted.");
            return NoRun;
        }
    }

    private static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ReportFiles? files = options.Report is { } folder ? ReportFiles.In(folder) : null;
        var console = new ConsoleReport(output);
        using var run = new LoadRun(options, console);
        LoadReport report = await run.RunAsync(cancellationToken);
        console.End(report);
        if (files is not null)
        {
            console.Say(await files.WriteAsync(report));
        }

        return report.Verdict.IsSound ? Sound : RuleBroken;
    }
}
