using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Messenger.Interop;

/// <summary><c>buf curl</c>, which speaks gRPC by Go's HTTP/2, calls our server.</summary>
[TestClass]
public sealed class BufCurlTests
{
    private static HostProcess _server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        await Buf.RequireAsync();
        _server = await HostProcess.StartServerAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task SendMessage_WithAMessage_AnswersWithItsTime()
    {
        (int exitCode, JsonElement answer) = await SendAsync("Жанна", "Привет 🦀");

        Assert.AreEqual(0, exitCode, answer.ToString());
        Assert.HasCount("2026-11-20T09:21:46.205758801Z".Length, answer.GetProperty("sendTime").GetString()!);
    }

    [TestMethod]
    public async Task SendMessage_WithABlankText_FailsWithTheReason()
    {
        (int exitCode, JsonElement answer) = await SendAsync("Alice", " ");

        Assert.AreNotEqual(0, exitCode);
        Assert.AreEqual("invalid_argument", answer.GetProperty("code").GetString());
        StringAssert.StartsWith(answer.GetProperty("message").GetString(), "'text' is blank");
    }

    [TestMethod]
    public async Task ReadMessages_Opened_PrintsWhatIsSaid()
    {
        using Process reading = Buf.Curl(_server.Port, "ReadMessages", "{}", "--verbose");
        try
        {
            await ReadUntilAsync(reading.StandardError, line => line.Contains("< (#1) HTTP/2.0 200 OK", StringComparison.Ordinal));

            JsonElement answer = (await SendAsync("Жанна", "Привет 🦀")).Answer;
            string printed = await ReadUntilAsync(reading.StandardOutput, line => line == "}");

            Assert.AreEqual(
                new Said("Жанна", "Привет 🦀", answer.GetProperty("sendTime").GetString()!),
                Said.From(JsonSerializer.Deserialize<JsonElement>(printed)));
        }
        finally
        {
            reading.Kill(entireProcessTree: true);
        }
    }

    // Returns all lines until this one, and this one.
    private static async Task<string> ReadUntilAsync(StreamReader output, Predicate<string> isLast)
    {
        var read = new StringBuilder();
        while (await output.ReadLineAsync().Within() is { } line)
        {
            read.AppendLine(line);
            if (isLast(line))
            {
                return read.ToString();
            }
        }

        throw new AssertFailedException($"buf has ended: {read}");
    }

    // An answer is printed to the one stream, a failure to the other.
    private static async Task<(int ExitCode, JsonElement Answer)> SendAsync(string author, string text)
    {
        using Process sending = Buf.Curl(_server.Port, "SendMessage", JsonSerializer.Serialize(new { author, text }));
        Task<string> output = sending.StandardOutput.ReadToEndAsync();
        Task<string> errors = sending.StandardError.ReadToEndAsync();
        await sending.WaitForExitAsync().Within();
        return (sending.ExitCode, JsonSerializer.Deserialize<JsonElement>(await output + await errors));
    }
}
