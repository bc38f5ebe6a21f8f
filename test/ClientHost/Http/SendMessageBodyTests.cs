using System.IO.Pipelines;
using System.Text;
using Messenger.ClientHost.Http;
using Messenger.Contracts.SharedChat;

namespace Messenger.ClientHost.Tests.Http;

[TestClass]
public sealed class SendMessageBodyTests
{
    private const string Mark = "\uFEFF";

    [TestMethod]
    [DataRow("""{"author":"Alice","text":"Hello"}""")]
    [DataRow("""{"text":"Hello","author":"Alice"}""")]
    [DataRow(" \t\r\n{ \"author\" : \"Alice\" ,\n \"text\" : \"Hello\" } \r\n")]
    [DataRow("""{"author":"\u0041lice","text":"\u0048ello"}""")]
    [DataRow("""{"\u0061uthor":"Alice","te\u0078t":"Hello"}""")]
    [DataRow("""{"author":"Alice","text":"Hello","sendTime":null,"extra":[1,{"author":"Bob"}]}""")]
    [DataRow("""{"Author":"Bob","TEXT":"x","author":"Alice","text":"Hello"}""")]
    [DataRow("""{"author":"Bob","text":"x","author":"Alice","text":"Hello"}""")]
    [DataRow(Mark + """{"author":"Alice","text":"Hello"}""")]
    public async Task Read_OfAMessage_TakesAuthorAndText(string body)
    {
        SendMessageRequest request = await ReadAsync(body);

        Assert.AreEqual("Alice", request.Author);
        Assert.AreEqual("Hello", request.Text);
    }

    [TestMethod]
    [DataRow("""Привет, мир""", "Привет, мир")]
    [DataRow("🦊 and 👩‍👩‍👧", "🦊 and 👩‍👩‍👧")]
    [DataRow("""\uD83E\uDD8A""", "🦊")]
    [DataRow("""\" \\ \/ \b \f \n \r \t""", "\" \\ / \b \f \n \r \t")]
    [DataRow("""a\u0000b""", "a\0b")]
    [DataRow(" padded ", " padded ")]
    public async Task Read_OfEscapesAndOfAllScripts_TakesWhatWasMeant(string written, string meant)
    {
        SendMessageRequest request = await ReadAsync($$"""{"author":"{{written}}","text":"{{written}}"}""");

        Assert.AreEqual(meant, request.Author);
        Assert.AreEqual(meant, request.Text);
    }

    [TestMethod]
    [DataRow("   ")]
    [DataRow("author=Alice&text=Hello")]
    [DataRow("""{"author":"Alice","text":"Hello""")]
    [DataRow("""{"author":"Alice","text":"Hello"} {}""")]
    [DataRow("""{"author":"Alice","text":"Hello",}""")]
    [DataRow("""{"author":"Alice","text":"Hello"} // a comment""")]
    [DataRow("""{'author':'Alice','text':'Hello'}""")]
    [DataRow("""{"author":"Alice","text":"\x48ello"}""")]
    [DataRow(Mark + Mark + """{"author":"Alice","text":"Hello"}""")]
    public async Task Read_OfWhatIsNotJson_IsABadRequest(string body)
    {
        await RefusesAsync(body, "The body is not JSON: see line 1, byte ");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(Mark)]
    public async Task Read_OfNothing_SaysWhatToSend(string body)
    {
        await RefusesAsync(body, "The body is empty: it must be a JSON object");
    }

    [TestMethod]
    public async Task Read_OfJsonThatIsTooDeep_IsABadRequest()
    {
        string deep = new string('[', 1000) + new string(']', 1000);

        await RefusesAsync($$"""{"author":"Alice","text":"Hello","deep":{{deep}}}""", "The body is not JSON:");
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("5")]
    [DataRow("\"Hello\"")]
    [DataRow("""["author","text"]""")]
    public async Task Read_OfOtherJson_IsABadRequest(string body)
    {
        await RefusesAsync(body, "The body must be a JSON object with the fields 'author' and 'text'.");
    }

    [TestMethod]
    [DataRow("{}", "The field 'author' is missing.")]
    [DataRow("""{"text":"Hello"}""", "The field 'author' is missing.")]
    [DataRow("""{"author":"Alice"}""", "The field 'text' is missing.")]
    [DataRow("""{"author":"Alice","Text":"Hello"}""", "The field 'text' is missing.")]
    [DataRow("""{"author":5,"text":"Hello"}""", "The field 'author' must be a string.")]
    [DataRow("""{"author":null,"text":"Hello"}""", "The field 'author' must be a string.")]
    [DataRow("""{"author":"Alice","text":true}""", "The field 'text' must be a string.")]
    [DataRow("""{"author":"Alice","text":{"a":1}}""", "The field 'text' must be a string.")]
    [DataRow("""{"author":"Alice","text":"Hello","text":5}""", "The field 'text' must be a string.")]
    [DataRow("""{"author":"","text":"Hello"}""", "The field 'author' is blank.")]
    [DataRow("""{"author":"Alice","text":""}""", "The field 'text' is blank.")]
    [DataRow("""{"author":"Alice","text":" \t\r\n\u00A0\u2003"}""", "The field 'text' is blank.")]
    [DataRow("""{"author":"\uD83E","text":"Hello"}""", "The field 'author' has half of a surrogate pair in it.")]
    [DataRow("""{"author":"Alice","text":"\uDD8A\uD83E"}""", "The field 'text' has half of a surrogate pair in it.")]
    public async Task Read_OfAWrongField_IsABadRequestThatNamesIt(string body, string detail)
    {
        await RefusesAsync(body, detail);
    }

    [TestMethod]
    [DataRow("""{"author":"Alice","text":"Hello","\uD83E and then some":1}""")]
    [DataRow("""{"\uD83E and then some":1}""")]
    public async Task Read_OfAFieldWhoseNameHasHalfOfASurrogatePair_IsABadRequest(string body)
    {
        await RefusesAsync(body, "The name of a field has half of a surrogate pair in it.");
    }

    [TestMethod]
    [DataRow(new byte[] { 0xFF })]
    [DataRow(new byte[] { 0xC3, 0x28 })]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 })]
    [DataRow(new byte[] { 0xF0, 0x9F, 0xA6 })]
    [DataRow(new byte[] { 0xC0, 0x80 })]
    public async Task Read_OfInvalidUtf8_IsABadRequest(byte[] wrong)
    {
        byte[] body = [.. """{"author":"Alice","text":"He"""u8, .. wrong, .. "llo\"}"u8];

        ProblemException problem = await Assert.ThrowsExactlyAsync<ProblemException>(() => ReadAsync(body));

        Assert.AreEqual(400, problem.Status);
        Assert.AreEqual("The body is not valid UTF-8.", problem.Message);
    }

    [TestMethod]
    public async Task Read_OfABodyInSmallPieces_WaitsForAll()
    {
        var pipe = new Pipe();
        Task<SendMessageRequest> reading = SendMessageBody.ReadAsync(pipe.Reader, CancellationToken.None);

        foreach (byte piece in """{"author":"Алиса","text":"🦊"}"""u8.ToArray())
        {
            await pipe.Writer.WriteAsync(new[] { piece });
        }

        Assert.IsFalse(reading.IsCompleted);
        await pipe.Writer.CompleteAsync();
        SendMessageRequest request = await reading.Within();
        Assert.AreEqual("Алиса", request.Author);
        Assert.AreEqual("🦊", request.Text);
    }

    private static async Task RefusesAsync(string body, string detail)
    {
        ProblemException problem = await Assert.ThrowsExactlyAsync<ProblemException>(() => ReadAsync(body));

        Assert.AreEqual(400, problem.Status);
        Assert.StartsWith(detail, problem.Message);
    }

    private static Task<SendMessageRequest> ReadAsync(string body) => ReadAsync(Encoding.UTF8.GetBytes(body));

    private static Task<SendMessageRequest> ReadAsync(byte[] body) =>
        SendMessageBody.ReadAsync(PipeReader.Create(new MemoryStream(body)), CancellationToken.None).Within();
}
