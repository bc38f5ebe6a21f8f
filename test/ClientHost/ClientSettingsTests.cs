using System.CommandLine;
using Messenger.ClientHost.Http;

namespace Messenger.ClientHost.Tests;

[TestClass]
public sealed class ClientSettingsTests
{
    [TestMethod]
    [DataRow("localhost:51075", "http://localhost:51075/")]
    [DataRow("LocalHost:51075", "http://localhost:51075/")]
    [DataRow("server:80", "http://server/")]
    [DataRow("chat_server-1:51075", "http://chat_server-1:51075/")]
    [DataRow("chat.example.org:65535", "http://chat.example.org:65535/")]
    [DataRow("127.0.0.1:1", "http://127.0.0.1:1/")]
    [DataRow("[::1]:51075", "http://[::1]:51075/")]
    public void Address_OfHostAndPort_IsTaken(string text, string expected)
    {
        ParseResult parsed = Parse("--server-addr", text);

        Assert.IsEmpty(parsed.Errors);
        Assert.AreEqual(expected, ClientSettings.From(parsed).ServerAddress.AbsoluteUri);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("localhost")]
    [DataRow("localhost:")]
    [DataRow(":51075")]
    [DataRow("51075")]
    [DataRow("localhost:0")]
    [DataRow("localhost:65536")]
    [DataRow("localhost:-1")]
    [DataRow("localhost:port")]
    [DataRow("localhost:51075x")]
    [DataRow("localhost:51075 ")]
    [DataRow(" localhost:51075")]
    [DataRow("local host:51075")]
    [DataRow("::1:51075")]
    [DataRow("http://localhost:51075")]
    [DataRow("localhost:51075/")]
    [DataRow("localhost:51075/chat")]
    [DataRow("localhost:51075?x=1")]
    [DataRow("localhost:51075#x")]
    [DataRow("alice@localhost:51075")]
    public void Address_OfAnythingElse_IsRefusedInOneSentence(string text)
    {
        ParseResult parsed = Parse("--server-addr", text);

        Assert.HasCount(1, parsed.Errors);
        Assert.AreEqual($"--server-addr is '{text}': host:port is allowed.", parsed.Errors[0].Message);
    }

    [TestMethod]
    public void From_WithEveryOption_TakesThemAll()
    {
        ParseResult parsed = Parse(
            "--server-addr", "server:1", "--http-port", "2", "--mailbox-messages", "3", "--mailbox-bytes", "4", "--send-seconds", "5",
            "--body-bytes", "6", "--allowed-origins", "*");

        ClientSettings settings = ClientSettings.From(parsed);

        Assert.AreEqual(
            new ClientSettings
            {
                ServerAddress = new Uri("http://server:1"),
                HttpPort = 2,
                MailboxMessages = 3,
                MailboxBytes = 4,
                SendDeadline = TimeSpan.FromSeconds(5),
                BodyBytes = 6,
                AllowedOrigins = AllowedOrigins.All,
            },
            settings);
    }

    [TestMethod]
    public void From_WithNothingGiven_HasTheDefaults()
    {
        ClientSettings settings = ClientSettings.From(Parse());

        Assert.AreEqual(
            new ClientSettings
            {
                ServerAddress = new Uri("http://localhost:51075"),
                HttpPort = 8080,
                MailboxMessages = 100_000,
                MailboxBytes = 256 << 20,
                SendDeadline = TimeSpan.FromSeconds(10),
                BodyBytes = 1 << 20,
                AllowedOrigins = AllowedOrigins.None,
            },
            settings);
    }

    [TestMethod]
    [DataRow("https://chat.example.org", "https://chat.example.org")]
    [DataRow("https://a.example, http://b.example:8080", "http://b.example:8080")]
    [DataRow("HTTPS://Chat.Example.ORG:443", "https://chat.example.org")]
    [DataRow("http://[::1]:8080", "http://[::1]:8080")]
    [DataRow("https://пример.рф", "https://xn--e1afmkfd.xn--p1ai")]
    [DataRow("*", "https://anybody.example")]
    public void AllowedOrigins_OfOrigins_ContainThemAsBrowsersWriteThem(string text, string origin)
    {
        ParseResult parsed = Parse("--allowed-origins", text);

        Assert.IsEmpty(parsed.Errors);
        AllowedOrigins allowed = ClientSettings.From(parsed).AllowedOrigins;
        Assert.IsTrue(allowed.Contain(origin));
        Assert.AreEqual(text == "*", allowed.Contain("null"));
        Assert.AreEqual(text == "*", allowed.Contain(origin + ".mallory.example"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(",")]
    [DataRow("chat.example.org")]
    [DataRow("https://")]
    [DataRow("https://chat.example.org/")]
    [DataRow("https://chat.example.org/chat")]
    [DataRow("https://chat.example.org?x")]
    [DataRow("https://chat.example.org#x")]
    [DataRow("https://alice@chat.example.org")]
    [DataRow("ftp://chat.example.org")]
    [DataRow("https://a.example,")]
    [DataRow("https://a.example;https://b.example")]
    [DataRow("*,https://a.example")]
    [DataRow("https://*.example.org")]
    [DataRow("null")]
    public void AllowedOrigins_OfAnythingElse_AreRefusedInOneSentence(string text)
    {
        ParseResult parsed = Parse("--allowed-origins", text);

        Assert.HasCount(1, parsed.Errors);
        Assert.AreEqual(
            $"--allowed-origins is '{text}': a list of origins such as https://chat.example.org, or * is allowed.",
            parsed.Errors[0].Message);
    }

    private static ParseResult Parse(params string[] arguments)
    {
        var command = new RootCommand();
        ClientSettings.AddTo(command);
        return command.Parse(arguments);
    }
}
