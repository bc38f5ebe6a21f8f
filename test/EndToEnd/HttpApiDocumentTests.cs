using System.Text;
using System.Text.RegularExpressions;
using Messenger.EndToEnd.Fixtures;

namespace Messenger.EndToEnd;

/// <summary>What docs/http-api.md says to paste works when it is pasted, and answers what stands there.</summary>
[TestClass]
public sealed partial class HttpApiDocumentTests
{
    private const string Address = "http://localhost:8080";

    private static string Docs => Path.Combine(Repository.Root, "docs");

    [TestMethod]
    public async Task Commands_OfTheDocument_AnswerWhatStandsThere()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        string document = await File.ReadAllTextAsync(Path.Combine(Docs, "http-api.md"));
        IReadOnlyList<Match> blocks = Block().Matches(document);
        var script = new StringBuilder("set -euo pipefail\n");
        var expected = new StringBuilder();
        int commands = 0;
        foreach (Match block in blocks)
        {
            if (block.Groups["kind"].Value == "sh")
            {
                script.Append(block.Groups["text"].Value).AppendLine("echo");
                expected.AppendLine();
                commands++;
            }
            else
            {
                expected.Append(block.Groups["text"].Value);
            }
        }

        await using Shell shell = Shell.Start("-c", script.Replace(Address, $"http://localhost:{chat.Clients[0].Port}").ToString());
        string output = await shell.OutputAsync();

        Assert.IsGreaterThan(5, commands);
        Assert.AreEqual(Lines(expected.ToString()), Lines(output));
    }

    [TestMethod]
    public async Task EchoBot_InARoom_SaysOnceWhatOthersSay()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        using var api = new RoomsApi(chat.Clients[0]);
        string room = await api.CreateAsync();
        await api.SayAsync(room, "before");
        string script = Path.Combine(Docs, "echo-bot.sh");
        await using Shell bot = Shell.Start(script, $"http://localhost:{chat.Clients[0].Port}", room);

        // It hears what is said from when it has begun to listen, so it is greeted until it answers.
        int greetings = 0;
        await UntilAsync(async () =>
        {
            await api.SayAsync(room, $"{++greetings}");
            return (await api.PageAsync(room, "?limit=500")).Texts.Split(' ').Length > greetings + 1;
        });
        await api.SayAsync(room, "Привет \"🦊\" \\ $HOME\n`ls` @-");
        await UntilAsync(async () => Count(await EverythingAsync(api, room), "🦊") == 2);
        await api.SayAsync(room, "Enough");
        await UntilAsync(async () => Count(await EverythingAsync(api, room), "Enough") == 2);

        string[] texts = await EverythingAsync(api, room);
        Assert.AreEqual(2, texts.Count(text => text == "Привет \"🦊\" \\ $HOME\n`ls` @-"));
        Assert.AreEqual(1, texts.Count(text => text == "before"));
        Assert.IsTrue(texts.Distinct().All(text => texts.Count(other => other == text) <= 2));
        Assert.IsLessThanOrEqualTo(10, (await File.ReadAllLinesAsync(script)).Length);
    }

    // Ids, times and ports are others with each run.
    private static string Lines(string text)
    {
        string masked = Varying().Replace(text, "…");
        return string.Join('\n', masked.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static async Task<string[]> EverythingAsync(RoomsApi api, string room) =>
    [
        .. (await api.GetAsync($"/api/rooms/{room}/messages?limit=500")).GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("text").GetString()!),
    ];

    private static int Count(string[] texts, string part) => texts.Count(text => text.Contains(part, StringComparison.Ordinal));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        DateTime end = DateTime.UtcNow + Patience.Limit;
        while (!await condition())
        {
            Assert.IsLessThan(end, DateTime.UtcNow, "Waited in vain for the bot.");
            await Task.Delay(100);
        }
    }

    [GeneratedRegex(@"^```(?<kind>sh|json)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Varying();
}
