namespace Messenger.Grpc.Tests;

/// <summary>Frames of requests, whole and in pieces.</summary>
[TestClass]
public sealed class FrameTests
{
    private static readonly EchoMessage Hello = new() { Text = "Hello, world!" };

    [TestMethod]
    public async Task Message_InSingleBytes_IsRead()
    {
        byte[][] pieces = [.. Frames.Of(Hello).Select(b => new[] { b })];

        RawAnswer answer = await EchoAsync(pieces);

        answer.AssertStatus(0, null);
        Assert.AreEqual(Hello, answer.Messages.Single());
    }

    [TestMethod]
    public async Task Message_WithItsHeaderInPiecesAndItsBodyInTwo_IsRead()
    {
        byte[] frame = Frames.Of(Hello);

        RawAnswer answer = await EchoAsync(frame[..1], frame[1..4], frame[4..8], frame[8..]);

        Assert.AreEqual(Hello, answer.Messages.Single());
    }

    [TestMethod]
    public async Task Message_OfManySegments_IsRead()
    {
        var large = new EchoMessage { Text = new string('x', 3 << 20) };

        RawAnswer answer = await EchoAsync(Frames.Of(large));

        Assert.AreEqual(large, answer.Messages.Single());
    }

    [TestMethod]
    public async Task Message_OfNoBytes_IsAMessage()
    {
        RawAnswer answer = await EchoAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
        Assert.AreEqual(new EchoMessage(), answer.Messages.Single());
    }

    [TestMethod]
    public async Task Flag_OtherThanZeroAndOne_IsInternal()
    {
        RawAnswer answer = await EchoAsync(Frames.Of([], flag: 2));

        answer.AssertStatus(13, "Unexpected compression flag 2 in the message header.");
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Request_WithoutAMessage_IsIncomplete(string path)
    {
        RawAnswer answer = await CallAsync(path);

        answer.AssertStatus(13, "Incomplete message.");
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath, 1)]
    [DataRow(EchoService.EchoPath, 4)]
    [DataRow(EchoService.EchoPath, 5)]
    [DataRow(EchoService.EchoPath, 9)]
    [DataRow(EchoService.RepeatPath, 9)]
    public async Task Request_CutInItsMessage_IsIncomplete(string path, int length)
    {
        RawAnswer answer = await CallAsync(path, Frames.Of(Hello)[..length]);

        answer.AssertStatus(13, "Incomplete message.");
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Request_WithMoreThanAMessage_HasAdditionalData(string path)
    {
        const string Expected = "Additional data after the message received.";

        RawAnswer secondMessage = await CallAsync(path, Frames.Of([]), Frames.Of([]));
        RawAnswer strayByte = await CallAsync(path, [.. Frames.Of([]), 0]);

        secondMessage.AssertStatus(13, Expected);
        strayByte.AssertStatus(13, Expected);
    }

    [TestMethod]
    public async Task Message_OfGarbage_IsInternalWithoutTheParsersText()
    {
        RawAnswer answer = await EchoAsync(Frames.Of([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));

        answer.AssertStatus(13, "The message cannot be parsed.");
    }

    [TestMethod]
    public async Task Message_NestedDeeperThanTheParserGoes_IsInternal()
    {
        var message = new EchoMessage();
        Part part = message.Part = new Part();
        for (int depth = 0; depth < 200; depth++)
        {
            part = part.Inner = new Part();
        }

        RawAnswer answer = await EchoAsync(Frames.Of(message));

        answer.AssertStatus(13, "The message cannot be parsed.");
    }

    private static Task<RawAnswer> EchoAsync(params byte[][] pieces) => CallAsync(EchoService.EchoPath, pieces);

    private static async Task<RawAnswer> CallAsync(string path, params byte[][] pieces)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        return await http.SendAsync(RawHttpClient.Post(path, new PiecewiseContent(pieces)));
    }
}
