using System.CommandLine;
using Messenger.Hosting;

namespace Messenger.ClientHost.Terminal;

/// <summary>The settings of the terminal client.</summary>
internal sealed record TerminalSettings
{
    private const string RussianCode = "ru";
    private const string EnglishCode = "en";

    private static readonly Option<string> Lang = Setting.OneOf(
        "MESSENGER_LANG", "The language of the terminal client", RussianCode, EnglishCode);

    /// <summary>Where the server is.</summary>
    public required Uri ServerAddress { get; init; }

    /// <summary>How long the server's answers may take.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>What the client says, in the user's language.</summary>
    public required Texts Texts { get; init; }

    public static void AddTo(Command command)
    {
        ClientSettings.AddConnectionTo(command);
        command.Options.Add(Lang);
    }

    public static TerminalSettings From(ParseResult parsed)
    {
        (Uri server, TimeSpan patience) = ClientSettings.ConnectionFrom(parsed);
        return new TerminalSettings
        {
            ServerAddress = server,
            Patience = patience,
            Texts = parsed.GetRequiredValue(Lang) == EnglishCode ? English.Texts : Russian.Texts,
        };
    }
}
