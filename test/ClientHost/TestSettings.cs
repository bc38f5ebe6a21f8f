using Messenger.ClientHost.Http;

namespace Messenger.ClientHost.Tests;

/// <summary>Settings of a client that is not started.</summary>
internal static class TestSettings
{
    public static ClientSettings Mailbox(int messages = 1000, long bytes = 1 << 20) => Of(new Uri("http://localhost:1"), messages, bytes);

    public static ClientSettings Of(Uri server, int messages = 100_000, long bytes = 1 << 28) => new()
    {
        ServerAddress = server,
        HttpPort = 0,
        MailboxMessages = messages,
        MailboxBytes = bytes,
        SendDeadline = TimeSpan.FromSeconds(10),
        BodyBytes = 1 << 20,
        AllowedOrigins = AllowedOrigins.None,
    };
}
