using Messenger.Grpc.Protocol;

namespace Messenger.Grpc.Tests;

/// <summary>The percent-encoding of <c>grpc-message</c>.</summary>
[TestClass]
public sealed class StatusMessageTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow("plain text ~!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}", "plain text ~!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}")]
    [DataRow("100%", "100%25")]
    [DataRow("%41", "%2541")]
    [DataRow("a\nb\r\t\0\x7F", "a%0Ab%0D%09%00%7F")]
    [DataRow("ü", "%C3%BC")]
    [DataRow("€", "%E2%82%AC")]
    [DataRow("\U0001F600!", "%F0%9F%98%80!")]
    public void Encode_Text_IsExactlyTheseBytes(string text, string encoded) => Assert.AreEqual(encoded, StatusMessage.Encode(text));

    // An attribute could not hold these texts: it is stored as UTF-8.
    [TestMethod]
    public void Encode_LoneSurrogates_AreReplaced()
    {
        Assert.AreEqual("a%EF%BF%BDb", StatusMessage.Encode("a\uD83Db"));
        Assert.AreEqual("%EF%BF%BD%EF%BF%BD", StatusMessage.Encode("\uDE00\uD83D"));
    }

    [TestMethod]
    [DataRow("", "")]
    [DataRow("plain", "plain")]
    [DataRow("%C3%BC", "ü")]
    [DataRow("%c3%bc", "ü")]
    [DataRow("%F0%9F%98%80", "\U0001F600")]
    [DataRow("%25", "%")]
    [DataRow("%2541", "%41")]
    [DataRow("100%", "100%")]
    [DataRow("%4", "%4")]
    [DataRow("%zz%41", "%zzA")]
    [DataRow("%%41", "%A")]
    [DataRow("a%0Ab", "a\nb")]
    [DataRow("%41", "A")]
    [DataRow("x%FFy", "x\uFFFDy")]
    public void Decode_EvenWhatIsWrong_LosesNothing(string encoded, string text) => Assert.AreEqual(text, StatusMessage.Decode(encoded));

    [TestMethod]
    public void Decode_OfUnescapedTextBeyondAscii_KeepsIt() => Assert.AreEqual("é%A", StatusMessage.Decode("é%25A"));

    [TestMethod]
    public async Task Message_OnTheWire_IsPercentEncoded()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (_, _) => throw new RpcException(new Status(StatusCode.Internal, "50 % \U0001F600\n\uD83D.")),
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(13, "50 %25 %F0%9F%98%80%0A%EF%BF%BD.");
    }
}
