using System.Text;
using Google.Protobuf;

namespace Messenger.Grpc.Tests;

/// <summary>Strings that are not UTF-8, wherever one can stand. The parser alone would put U+FFFD in their place.</summary>
[TestClass]
public sealed class InvalidUtf8Tests
{
    private const string Marker = "here";

    public static IEnumerable<object[]> Places =>
    [
        ["text", new EchoMessage { Text = Marker }],
        ["name", new EchoMessage { Part = new Part { Name = Marker } }],
        ["name", new EchoMessage { Part = new Part { Inner = new Part { Inner = new Part { Name = Marker } } } }],
        ["name", new EchoMessage { Parts = { new Part { Name = "fine" }, new Part { Name = Marker } } }],
        ["words", new EchoMessage { Words = { "fine", Marker } }],
        ["key", new EchoMessage { Pairs = { [Marker] = "fine" } }],
        ["value", new EchoMessage { Pairs = { ["fine"] = Marker } }],
        ["left", new EchoMessage { Text = "fine", Left = Marker }],
    ];

    [TestMethod]
    [DynamicData(nameof(Places))]
    public async Task String_ThatIsNotUtf8_IsAnInvalidArgumentNamingTheField(string field, IMessage message)
    {
        RawAnswer answer = await EchoAsync(Spoil(message.ToByteArray()));

        answer.AssertStatus(3, $"'{field}' is not valid UTF-8.");
    }

    [TestMethod]
    public async Task String_OverSeveralSegmentsWithAnInvalidEnd_IsAnInvalidArgument()
    {
        RawAnswer answer = await EchoAsync(Spoil(new EchoMessage { Text = new string('x', 1 << 20) + Marker }.ToByteArray()));

        answer.AssertStatus(3, "'text' is not valid UTF-8.");
    }

    // The parser reads a tag as 32 bits: beyond them is the bit that makes this one another field's.
    [TestMethod]
    public async Task String_ThatIsNotUtf8UnderAnOverlongTag_IsAnInvalidArgument()
    {
        RawAnswer answer = await EchoAsync([0x8A, 0x80, 0x80, 0x80, 0x10, 0x01, 0xFF]);

        answer.AssertStatus(3, "'text' is not valid UTF-8.");
    }

    [TestMethod]
    public async Task Compressed_StringThatIsNotUtf8_IsAnInvalidArgument()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        byte[] body = Frames.Gzipped(Spoil(new EchoMessage { Text = Marker }.ToByteArray()));

        RawAnswer answer = await http.EchoAsync(Frames.Of(body, flag: 1), ("grpc-encoding", "gzip"));

        answer.AssertStatus(3, "'text' is not valid UTF-8.");
    }

    [TestMethod]
    public async Task Bytes_ThatAreNotUtf8_AreFine()
    {
        var message = new EchoMessage { Text = "ß €\U0001F600\uFFFD", Data = ByteString.CopyFrom(0xC0, 0xFF), Right = -1 };

        RawAnswer answer = await EchoAsync(message.ToByteArray());

        Assert.AreEqual(message, answer.Messages.Single());
    }

    [TestMethod]
    public async Task UnknownField_ThatIsNotUtf8_IsNotAString()
    {
        // Field 99, length-delimited, one byte.
        byte[] body = [0x9A, 0x06, 0x01, 0xFF];

        RawAnswer answer = await EchoAsync(body);

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    [DataRow(new byte[] { 0xC3 }, DisplayName = "cut")]
    [DataRow(new byte[] { 0xC0, 0x80 }, DisplayName = "overlong")]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 }, DisplayName = "surrogate")]
    [DataRow(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, DisplayName = "above U+10FFFF")]
    public async Task Encoding_ThatUtf8Forbids_IsFound(byte[] text)
    {
        byte[] body = [0x0A, (byte)text.Length, .. text];

        RawAnswer answer = await EchoAsync(body);

        Assert.AreEqual(3, answer.Status);
    }

    private static async Task<RawAnswer> EchoAsync(byte[] body)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        return await http.EchoAsync(Frames.Of(body));
    }

    private static byte[] Spoil(byte[] body)
    {
        int at = body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker));
        Assert.AreNotEqual(-1, at);
        body[at + 1] = 0xFF;
        return body;
    }
}
