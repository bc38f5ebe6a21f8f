using Google.Protobuf;

namespace Messenger.Grpc.Tests;

/// <summary>Requests that are compressed, or say so.</summary>
[TestClass]
public sealed class CompressionTests
{
    private static readonly EchoMessage Hello = new() { Text = new string('a', 10_000) };

    [TestMethod]
    public async Task Message_CompressedByGzip_IsUnderstood()
    {
        RawAnswer answer = await EchoAsync(Frames.Of(Frames.Gzipped(Hello.ToByteArray()), flag: 1), "gzip");

        Assert.AreEqual(Hello, answer.Messages.Single());
    }

    [TestMethod]
    public async Task Message_NotCompressedThoughGzipIsNamed_IsUnderstood()
    {
        RawAnswer answer = await EchoAsync(Frames.Of(Hello), "gzip");

        Assert.AreEqual(Hello, answer.Messages.Single());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("identity")]
    public async Task Flag_WithoutACompression_IsInternal(string? encoding)
    {
        RawAnswer answer = await EchoAsync(Frames.Of(Frames.Gzipped(Hello.ToByteArray()), flag: 1), encoding);

        answer.AssertStatus(13, "A message is compressed, but grpc-encoding names no compression.");
    }

    [TestMethod]
    public async Task Flag_WithAnUnknownCompression_IsUnimplementedAndTellsWhatIsKnown()
    {
        RawAnswer answer = await EchoAsync(Frames.Of([1, 2, 3], flag: 1), "snappy");

        answer.AssertStatus(12, "The compression 'snappy' is not supported.");
        Assert.AreEqual("identity,gzip", answer.Headers["grpc-accept-encoding"].Single());
    }

    [TestMethod]
    public async Task UnknownCompression_WithoutTheFlag_IsFine()
    {
        RawAnswer answer = await EchoAsync(Frames.Of(Hello), "snappy");

        Assert.AreEqual(Hello, answer.Messages.Single());
    }

    [TestMethod]
    public async Task Gzip_ThatIsNone_IsInternal()
    {
        RawAnswer answer = await EchoAsync(Frames.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], flag: 1), "gzip");

        answer.AssertStatus(13, "The message cannot be decompressed.");
    }

    [TestMethod]
    public async Task Gzip_ThatIsCut_IsInternal()
    {
        byte[] gzip = Frames.Gzipped(Hello.ToByteArray());

        RawAnswer answer = await EchoAsync(Frames.Of(gzip[..(gzip.Length / 2)], flag: 1), "gzip");

        answer.AssertStatus(13, "The message cannot be decompressed.");
    }

    [TestMethod]
    public async Task Gzip_WithAnyByteChanged_IsNeverAnErrorOfTheMethod()
    {
        byte[] gzip = Frames.Gzipped(Hello.ToByteArray());
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        for (int i = 0; i < gzip.Length; i++)
        {
            byte[] spoilt = [.. gzip];
            spoilt[i] ^= 0x55;
            RawAnswer answer = await http.EchoAsync(Frames.Of(spoilt, flag: 1), ("grpc-encoding", "gzip"));

            // Some bytes of the header mean nothing.
            Assert.IsTrue(answer.Status is 0 or 3 or 8 or 13, $"Byte {i}: {answer.Status} {answer.Message}");
        }

        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Reply_ToAClientThatAcceptsGzip_IsPlain()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of(Hello), ("grpc-accept-encoding", "gzip"));

        Assert.AreEqual(Hello, answer.Messages.Single());
        Assert.IsFalse(answer.Headers.ContainsKey("grpc-encoding"));
    }

    private static async Task<RawAnswer> EchoAsync(byte[] body, string? encoding)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        return await http.EchoAsync(body, encoding is null ? [] : [("grpc-encoding", encoding)]);
    }
}
