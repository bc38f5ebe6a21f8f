using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Messenger.ClientHost.Http;
using Messenger.Contracts.SharedChat;

namespace Messenger.ClientHost.Tests.Http;

/// <summary>Bodies made by chance, right and wrong ones.</summary>
[TestClass]
public sealed class SendMessageBodyFuzzTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = new PlainJsonEncoder() };

    [TestMethod]
    public Task Body_HoweverItIsWrittenAndSplit_IsWhatWasMeant() => Fuzz.TryAsync(1000, async random =>
    {
        string author = random.Text(10) + "a";
        string text = random.Text(30) + "t";

        SendMessageRequest request = await ReadAsync(random.Split(Body(random, author, text)));

        Assert.AreEqual((author, text), (request.Author, request.Text));
    });

    [TestMethod]
    public Task Body_ThatIsMangled_HasOneAnswerHoweverItIsSplit() => Fuzz.TryAsync(2000, async random =>
    {
        byte[] body = random.Mangle(Body(random, random.Text(3), random.Text(3)));

        string whole = await AnswerAsync(body);
        string pieces = await AnswerAsync(random.Split(body));

        Assert.AreEqual(whole, pieces);
    });

    [TestMethod]
    [DataRow("[", "", 100_000, DisplayName = "arrays")]
    [DataRow("{\"a\":", "", 100_000, DisplayName = "objects")]
    [DataRow("9", "", 500_000, DisplayName = "digits")]
    [DataRow("{\"author\":\"a\",\"text\":\"t\",\"n\":1e", "9}", 1, DisplayName = "an exponent that is small")]
    public async Task Body_ThatIsLargeInItsOwnWay_HasAnAnswer(string unit, string end, int times)
    {
        string answer = await AnswerAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, times)) + end));

        Assert.IsTrue(times > 1 ? answer.StartsWith("400 ", StringComparison.Ordinal) : answer == "a: t", answer);
    }

    // Either what was said, or the one refusal that there is.
    private static async Task<string> AnswerAsync(params byte[][] pieces)
    {
        try
        {
            SendMessageRequest request = await ReadAsync(pieces);
            Assert.IsFalse(string.IsNullOrWhiteSpace(request.Author) || string.IsNullOrWhiteSpace(request.Text));
            return $"{request.Author}: {request.Text}";
        }
        catch (ProblemException e)
        {
            Assert.AreEqual(400, e.Status);
            return $"{e.Status} {e.Message}";
        }
    }

    private static byte[] Body(Random random, string author, string text)
    {
        var body = new StringBuilder(random.Next(4) == 0 ? "\uFEFF" : "");
        string[] fields = [$"\"author\":{Literal(random, author)}", $"\"text\" : {Literal(random, text)}", "\"more\":[1e400,null,{\"text\":1}]"];
        random.Shuffle(fields);
        return Encoding.UTF8.GetBytes(body.Append(" {").AppendJoin(",\r\n", fields).Append("}\t").ToString());
    }

    // With as much or as little escaped as JSON allows.
    private static string Literal(Random random, string value) => random.Next(3) switch
    {
        0 => JsonSerializer.Serialize(value),
        1 => JsonSerializer.Serialize(value, Plain),
        _ => $"\"{string.Concat(value.Select(unit => $"\\u{(int)unit:x4}"))}\"",
    };

    private static async Task<SendMessageRequest> ReadAsync(params byte[][] pieces)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        Task<SendMessageRequest> reading = SendMessageBody.ReadAsync(pipe.Reader, CancellationToken.None);
        foreach (byte[] piece in pieces)
        {
            await pipe.Writer.WriteAsync(piece);
        }

        await pipe.Writer.CompleteAsync();
        return await reading.Within();
    }
}
