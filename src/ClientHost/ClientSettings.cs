using System.CommandLine;
using System.Net;
using Messenger.ClientHost.Http;
using Messenger.Hosting;

namespace Messenger.ClientHost;

/// <summary>All settings of the client, and how they stand in the environment and on the command line.</summary>
internal sealed record ClientSettings
{
    private const int Million = 1_000_000;
    private const int Mebibyte = 1 << 20;
    private const int Gibibyte = 1 << 30;

    private static readonly Option<Uri> Server = Setting.Of(
        "MESSENGER_SERVER_ADDR", "The server's address", "host:port", new Uri("http://localhost:51075"), TryReadAddress);

    private static readonly Option<int> Http = Setting.Port(
        "MESSENGER_HTTP_PORT", "Port to listen on, on all addresses; 0 takes a free one", 8080);

    private static readonly Option<int> Messages = Setting.Number(
        "MESSENGER_MAILBOX_MESSAGES", "Messages that wait to be flushed before the oldest go", 1, 100 * Million, 100_000);

    private static readonly Option<int> Bytes = Setting.Number(
        "MESSENGER_MAILBOX_BYTES", "Bytes that wait to be flushed before the oldest go", 1, Gibibyte, 256 * Mebibyte);

    private static readonly Option<int> Seconds = Setting.Number(
        "MESSENGER_SEND_SECONDS", "Seconds that sending a message may take", 1, 3600, 10);

    private static readonly Option<int> Body = Setting.Number(
        "MESSENGER_BODY_BYTES", "Bytes that the body of an HTTP request may have", 1, Gibibyte, Mebibyte);

    private static readonly Option<AllowedOrigins> Origins = Setting.Of(
        "MESSENGER_ALLOWED_ORIGINS",
        "Origins whose pages may use the HTTP API beside its own, with commas in between; * for all",
        "a list of origins such as https://chat.example.org, or *",
        AllowedOrigins.None,
        AllowedOrigins.TryParse);

    /// <summary>How it logs.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>Where the server is.</summary>
    public required Uri ServerAddress { get; init; }

    /// <summary>The port of the HTTP API.</summary>
    public required int HttpPort { get; init; }

    /// <summary>Where metrics can be scraped; null for nowhere.</summary>
    public IPEndPoint? AdminPort { get; init; }

    /// <summary>How many messages the mailbox holds.</summary>
    public required int MailboxMessages { get; init; }

    /// <summary>How many bytes the mailbox holds.</summary>
    public required long MailboxBytes { get; init; }

    /// <summary>How long sending a message may take, the wait for a connection included.</summary>
    public required TimeSpan SendDeadline { get; init; }

    /// <summary>How many bytes a request's body may have.</summary>
    public required int BodyBytes { get; init; }

    /// <summary>Whose pages may use the HTTP API, beside its own.</summary>
    public required AllowedOrigins AllowedOrigins { get; init; }

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Server, Http, Messages, Bytes, Seconds, Body, Origins, Hosting.Metrics.AdminPort.Setting })
        {
            command.Options.Add(option);
        }

        LogSettings.AddTo(command);
    }

    /// <summary>Adds the settings of whatever talks to the server.</summary>
    public static void AddConnectionTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(Seconds);
    }

    /// <summary>Where the server is, and how long its answer may take.</summary>
    public static (Uri ServerAddress, TimeSpan SendDeadline) ConnectionFrom(ParseResult parsed) =>
        (parsed.GetRequiredValue(Server), TimeSpan.FromSeconds(parsed.GetValue(Seconds)));

    public static ClientSettings From(ParseResult parsed) => new()
    {
        Log = LogSettings.From(parsed),
        ServerAddress = parsed.GetRequiredValue(Server),
        HttpPort = parsed.GetValue(Http),
        AdminPort = parsed.GetValue(Hosting.Metrics.AdminPort.Setting),
        MailboxMessages = parsed.GetValue(Messages),
        MailboxBytes = parsed.GetValue(Bytes),
        SendDeadline = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        BodyBytes = parsed.GetValue(Body),
        AllowedOrigins = parsed.GetRequiredValue(Origins),
    };

    // Exactly a host and a port: what is written must be all that there is in the address.
    private static bool TryReadAddress(string text, out Uri address)
    {
        bool isRead = Uri.TryCreate($"http://{text}", UriKind.Absolute, out Uri? uri)
            && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "", Port: > 0 }
            && string.Equals(text, $"{uri.Host}:{uri.Port}", StringComparison.OrdinalIgnoreCase);
        address = uri!;
        return isRead;
    }
}
