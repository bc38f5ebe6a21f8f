using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Messenger.Hosting;

/// <summary>How a program logs, and how that stands in the environment and on the command line.</summary>
public sealed record LogSettings
{
    private const string Plain = "plain";
    private const string Json = "json";

    private static readonly string[] Levels = [.. Enum.GetNames<LogLevel>().Select(name => name.ToLowerInvariant())];

    private static readonly Option<string> Form = Setting.OneOf("MESSENGER_LOG", "How the log is written, a line an entry", Plain, Json);

    private static readonly Option<LogLevel> Lowest = Setting.Of(
        "MESSENGER_LOG_LEVEL",
        "The lowest level that is logged",
        string.Join(" or ", Levels.Select(level => $"'{level}'")),
        LogLevel.Information,
        TryReadLevel);

    /// <summary>Whether an entry is an object of JSON; otherwise it is plain text.</summary>
    public bool IsJson { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(Form);
        command.Options.Add(Lowest);
    }

    /// <summary>The settings of a command line.</summary>
    public static LogSettings From(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new LogSettings { IsJson = parsed.GetValue(Form) == Json, Level = parsed.GetValue(Lowest) };
    }

    private static bool TryReadLevel(string text, out LogLevel level)
    {
        level = (LogLevel)Array.IndexOf(Levels, text);
        return Enum.IsDefined(level);
    }
}
