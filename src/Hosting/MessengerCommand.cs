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

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

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

    /// <summary>Logs to the console, an entry a line, with the time in UTC.</summary>
    /// <remarks>
    /// The gRPC half tells of each call that is cut off, which only who looks for a fault wants to read; so at the usual level it tells of
    /// warnings only. The framework below, whose lower levels tell of each request, always does.
    /// </remarks>
    public static void AddMessengerConsole(this ILoggingBuilder logging, LogSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        logging.SetMinimumLevel(AtLeast(LogLevel.Warning));
        logging.AddFilter("Messenger", settings.Level);
        logging.AddFilter("Messenger.Grpc", settings.Level == LogLevel.Information ? LogLevel.Warning : settings.Level);

        // A failed start is said on the error stream; the host would say it again, with a stack.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", AtLeast(LogLevel.Critical));
        if (settings.IsJson)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = TimeFormat;
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = TimeFormat + " ";
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        }

        LogLevel AtLeast(LogLevel level) => settings.Level > level ? settings.Level : level;
    }
}
