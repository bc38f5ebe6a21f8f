using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Messenger.Interop;

/// <summary>Python's grpcio calls our server.</summary>
[TestClass]
public sealed partial class GrpcioClientTests
{
    private const string SendMessage = "/mes_grpc.MessengerServer/SendMessage";

    private static HostProcess _server = null!;
    private static GrpcioClient _client = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        await Python.RequireAsync();
        _server = await HostProcess.StartServerAsync();
        _client = await GrpcioClient.StartAsync(_server.Port);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task SendMessage_Always_AnswersWithNanosecondsThatAreNoMicroseconds()
    {
        Answer answer = await _client.SendAsync("Alice", "Hello");

        StringAssert.Matches(answer.SendTime, NineDigits());
        int nanoseconds = int.Parse(answer.SendTime.Split('.')[1].TrimEnd('Z'), CultureInfo.InvariantCulture);
        Assert.AreNotEqual(0, nanoseconds % 1000);
    }

    [TestMethod]
    public async Task ReadMessages_WhileNobodySpeaks_SendsItsHeaders()
    {
        await _client.OpenAsync("silent");

        await _client.CancelAsync("silent");
        Assert.AreEqual("CANCELLED", (await _client.ReadEndAsync("silent")).Code);
    }

    [TestMethod]
    public async Task ReadMessages_OpenedBetweenTwoMessages_CarriesTheSecond()
    {
        await _client.SendAsync("Alice", "Before");
        await _client.OpenAsync("between");
        string sendTime = (await _client.SendAsync("Alice", "After")).SendTime;

        Assert.AreEqual(new Said("Alice", "After", sendTime), await _client.ReadAsync("between"));
        await _client.CancelAsync("between");
    }

    [TestMethod]
    public async Task ReadMessages_ByManyWhileManySend_IsTheSameInOrderForAll()
    {
        const int Each = 50;
        string[] readers = ["reader1", "reader2", "reader3", "reader4"];
        string[] senders = ["Alice", "Bob", "Жанна", "花子"];
        await Task.WhenAll(readers.Select(reader => _client.OpenAsync(reader, ("connection", reader))));

        string[][] times = await Task.WhenAll(senders.Select(sender => _client.BurstAsync(sender, Each, connection: sender)));
        Said[][] read = await Task.WhenAll(readers.Select(reader => _client.ReadAsync(reader, senders.Length * Each)));
        await Task.WhenAll(readers.Select(_client.CancelAsync));

        Said[] sent = [.. senders.SelectMany((sender, s) => times[s].Select((time, i) => new Said(sender, $"{i}", time)))];
        Said[] inOrder = [.. sent.OrderBy(said => said.SendTime, StringComparer.Ordinal)];
        foreach (Said[] one in read)
        {
            CollectionAssert.AreEqual(inOrder, one);
        }

        Assert.HasCount(inOrder.Length, inOrder.Select(said => said.SendTime).Distinct());
    }

    [TestMethod]
    public async Task ReadMessages_200OnOneConnection_AllCarryTheMessage()
    {
        string[] streams = [.. Enumerable.Range(0, 200).Select(i => $"one of many {i}")];
        await _client.OpenAsync(streams);

        await _client.SendAsync("Alice", "To all of you");

        Said[] read = await Task.WhenAll(streams.Select(stream => _client.ReadAsync(stream)));
        Assert.IsTrue(read.All(said => said.Text == "To all of you"));
        await Task.WhenAll(streams.Select(_client.CancelAsync));
    }

    [TestMethod]
    [DataRow("Привет, мир")]
    [DataRow("🦀 👩‍👩‍👧‍👦 🏴‍☠️")]
    [DataRow("שלום e\u0301 \u0000 \"\\ \r\n\t")]
    public async Task Text_OfAnyLanguage_ArrivesAsItWas(string text)
    {
        await _client.OpenAsync("languages");

        await _client.SendAsync(text, text);

        Said said = await _client.ReadAsync("languages");
        Assert.AreEqual((text, text), (said.Author, said.Text));
        await _client.CancelAsync("languages");
    }

    [TestMethod]
    [DataRow("", "Hello", "'author' is blank")]
    [DataRow(" \t\u00A0", "Hello", "'author' is blank")]
    [DataRow("Alice", "", "'text' is blank")]
    [DataRow("Alice", "\n", "'text' is blank")]
    public async Task SendMessage_WithABlankField_IsInvalidAndNamesIt(string author, string text, string details)
    {
        Answer answer = await _client.SendAsync(author, text);

        Assert.AreEqual("INVALID_ARGUMENT", answer.Code);
        StringAssert.StartsWith(answer.Details, details);
    }

    [TestMethod]
    public async Task SendMessage_WithTheLongestText_IsTakenAndWithOneByteMoreInvalid()
    {
        await _client.OpenAsync("long");

        Answer longest = await _client.SendAsync(new string('a', 256), "a", ("times", 65_536));
        Answer tooLong = await _client.SendAsync("Alice", "a", ("times", 65_537));
        Answer authorTooLong = await _client.SendAsync(new string('a', 257), "a");

        Assert.AreEqual(new Said(new string('a', 256), new string('a', 65_536), longest.SendTime), await _client.ReadAsync("long"));
        Assert.AreEqual("INVALID_ARGUMENT", tooLong.Code);
        StringAssert.StartsWith(tooLong.Details, "'text' has 65537 bytes");
        Assert.AreEqual("INVALID_ARGUMENT", authorTooLong.Code);
        StringAssert.StartsWith(authorTooLong.Details, "'author' has 257 bytes");
        await _client.CancelAsync("long");
    }

    [TestMethod]
    public async Task SendMessage_WithBytesThatAreNoUtf8_IsInvalidAndNamesTheField()
    {
        byte[] request = [0x0A, 1, (byte)'A', 0x12, 2, 0xC3, 0x28];

        Answer answer = await _client.CallAsync(SendMessage, request);

        Assert.AreEqual(("INVALID_ARGUMENT", "'text' is not valid UTF-8."), (answer.Code, answer.Details));
    }

    [TestMethod]
    public async Task SendMessage_WithBytesThatAreNoMessage_IsInternal()
    {
        Answer answer = await _client.CallAsync(SendMessage, [0xFF]);

        Assert.AreEqual("INTERNAL", answer.Code);
    }

    [TestMethod]
    [DataRow("/mes_grpc.MessengerServer/Whisper", "Method is unimplemented.")]
    [DataRow("/mes_grpc.Nobody/SendMessage", "Service is unimplemented.")]
    public async Task Call_OfWhatIsNotThere_IsUnimplemented(string path, string details)
    {
        Answer answer = await _client.CallAsync(path, []);

        Assert.AreEqual(("UNIMPLEMENTED", details), (answer.Code, answer.Details));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task SendMessage_OfMoreThanFourMebibytes_IsRefusedAndTheConnectionServesOn(bool gzip)
    {
        Answer answer = await _client.SendAsync("Alice", "a", ("times", 5 << 20), ("gzip", gzip));

        Assert.AreEqual("RESOURCE_EXHAUSTED", answer.Code);
        StringAssert.Contains(answer.Details, $"{4 << 20}");
        Assert.AreEqual("OK", (await _client.SendAsync("Alice", "Shorter")).Code);
    }

    [TestMethod]
    public async Task SendMessage_CompressedWithGzip_IsUnderstood()
    {
        await _client.OpenAsync("gzip");

        // Long enough that grpcio finds the compressed form shorter, and sends it.
        await _client.SendAsync("Alice", "ещё ", ("times", 5000), ("gzip", true));

        Assert.AreEqual(string.Concat(Enumerable.Repeat("ещё ", 5000)), (await _client.ReadAsync("gzip")).Text);
        await _client.CancelAsync("gzip");
    }

    [TestMethod]
    [DataRow(30)]
    [DataRow(10 * 365 * 24 * 3600)]
    public async Task SendMessage_WithAGenerousDeadline_IsTaken(int seconds)
    {
        Answer answer = await _client.SendAsync("Alice", "No hurry", ("timeout", seconds));

        Assert.AreEqual("OK", answer.Code);
    }

    [TestMethod]
    public async Task ReadMessages_WithADeadline_EndsWithDeadlineExceeded()
    {
        await _client.OpenAsync("deadline", ("timeout", 1));

        Assert.AreEqual("DEADLINE_EXCEEDED", (await _client.ReadEndAsync("deadline")).Code);
    }

    [TestMethod]
    public async Task Cancel_OfOneStream_EndsItOnTheServerAndLeavesTheOther()
    {
        await Patience.Until(() => OpenStreams() == 0, "the streams of other tests end");
        await _client.OpenAsync("leaves");
        await _client.OpenAsync("stays");
        await Patience.Until(() => OpenStreams() == 2, "both streams are open");

        await _client.CancelAsync("leaves");
        await Patience.Until(() => OpenStreams() == 1, "the server sees the client leave");
        await _client.SendAsync("Alice", "Who is still here?");

        Assert.AreEqual("CANCELLED", (await _client.ReadEndAsync("leaves")).Code);
        Assert.AreEqual("Who is still here?", (await _client.ReadAsync("stays")).Text);
        await _client.CancelAsync("stays");

        static int OpenStreams() => LogLines(" opens.") - LogLines(" ends after ");
        static int LogLines(string text) => _server.Log.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Metadata_OfTextAndBytes_IsAccepted()
    {
        (string, object?) metadata = ("metadata", new[]
        {
            new[] { "trace", "a b, c" },
            ["trace-bin", Convert.ToBase64String([0, 0xFF, 1])],
            ["trace-bin", Convert.ToBase64String(Encoding.UTF8.GetBytes("Жанна"))],
            ["empty-bin", ""],
        });
        await _client.OpenAsync("metadata", metadata);

        Answer answer = await _client.SendAsync("Alice", "With luggage", metadata);

        Assert.AreEqual(answer.SendTime, (await _client.ReadAsync("metadata")).SendTime);
        await _client.CancelAsync("metadata");
    }

    [TestMethod]
    public async Task SendMessage_WithAnIdempotencyKey_IsTakenOnceAndSaysWhichJournalKeepsIt()
    {
        (string, object?) key = ("metadata", new[] { new[] { "idempotency-key", "a key" } });
        await _client.OpenAsync("once");

        Answer first = await _client.SendAsync("Alice", "Once", key);
        Answer again = await _client.SendAsync("Alice", "Once", key);
        Answer conflict = await _client.SendAsync("Alice", "Twice", key);
        Answer invalid = await _client.SendAsync("Alice", "Once", ("metadata", new[] { new[] { "idempotency-key", "" } }));
        await _client.SendAsync("Alice", "Over");

        Assert.AreEqual(first.SendTime, again.SendTime);
        Assert.AreEqual("ALREADY_EXISTS", conflict.Code);
        Assert.AreEqual(
            ("INVALID_ARGUMENT", "'idempotency-key' has 0 characters: 1 to 128 of printable ASCII are allowed."), (invalid.Code, invalid.Details));
        CollectionAssert.AreEqual(
            new[] { "Once", "Over" }, (await _client.ReadAsync("once", 2)).Select(said => said.Text).ToArray());
        await _client.CancelAsync("once");
        string journal = first.Headers.Single(header => header[0] == "messenger-journal")[1];
        Assert.IsTrue(Guid.TryParseExact(journal, "D", out _), journal);
        Assert.AreEqual(journal, again.Headers.Single(header => header[0] == "messenger-journal")[1]);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex NineDigits();
}
