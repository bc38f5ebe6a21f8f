using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Messenger.Hosting;

/// <summary>How both programs run their command lines, fail and log.</summary>
public static class MessengerCommand
{
    /// <summary>The exit code of a program that could not start.</summary>
    public const int StartFailed = 1;

    /// <summary>
    /// Runs a command line. What is wrong with it, with the environment, or with the start (<see cref="StartFailedException"/>) is said on
    /// the error stream, a sentence a line, and the exit code is <see cref="StartFailed"/>.
    /// </summary>
    public static async Task<int> RunAsync(RootCommand command, string[] arguments)
    {
        ParseResult result = command.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
        {
            foreach (string sentence in result.Errors.Select(error => error.Message).Distinct())
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            return StartFailed;
        }

        try
        {
            // The host of the program answers signals itself.
            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            // It was asked to stop before it had started.
            return 0;
        }
        catch (StartFailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return StartFailed;
        }
    }

    /// <summary>Logs to the console, one line each with the time in UTC.</summary>
    public static void AddMessengerConsole(this ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Messenger", LogLevel.Information);
        logging.AddFilter("Messenger.Grpc", LogLevel.Warning);

        // A failed start is said on the error stream; the host would say it again, with a stack.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
