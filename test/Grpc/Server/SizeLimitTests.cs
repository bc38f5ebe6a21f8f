namespace Messenger.Grpc.Tests;

/// <summary>How large a received message may be.</summary>
[TestClass]
public sealed class SizeLimitTests
{
    private const int Default = 4 << 20;

    [TestMethod]
    public async Task Header_OfAMessageThatIsTooLarge_IsJudgedBeforeTheBodyArrives()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);
        var requestMayEnd = new TaskCompletionSource();
        var content = new PiecewiseContent([Frames.Header(5 << 20)], requestMayEnd.Task);

        RawAnswer answer = await http.SendAsync(RawHttpClient.Post(EchoService.EchoPath, content));

        answer.AssertStatus(8, $"The message is larger than the limit of {Default} bytes.");
        Assert.IsTrue(answer.IsTrailersOnly);
        requestMayEnd.SetResult();
    }

    [TestMethod]
    public async Task Length_OfFourGibibytes_IsTooLargeToo()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Header(-1));

        Assert.AreEqual(8, answer.Status);
    }

    [TestMethod]
    public async Task Message_OfExactlyTheLimit_IsRead()
    {
        var message = new EchoMessage { Text = new string('x', 98) };
        await using TestServer server = await StartAsync(message.CalculateSize());
        using var http = new RawHttpClient(server);

        RawAnswer fits = await http.EchoAsync(Frames.Of(message));
        message.Text += "y";
        RawAnswer tooLarge = await http.EchoAsync(Frames.Of(message));

        fits.AssertStatus(0, null);
        tooLarge.AssertStatus(8, "The message is larger than the limit of 100 bytes.");
    }

    [TestMethod]
    public async Task GzipBomb_IsTooLarge()
    {
        byte[] bomb = Frames.Gzipped(new byte[20 << 20]);
        Assert.IsLessThan(Default, bomb.Length);
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of(bomb, flag: 1), ("grpc-encoding", "gzip"));

        answer.AssertStatus(8, $"The message is larger than the limit of {Default} bytes.");
    }

    [TestMethod]
    public async Task Request_LargerThanKestrelsOwnLimit_IsRead()
    {
        // Kestrel's is 30,000,000 bytes unless it is lifted.
        var message = new EchoMessage { Text = new string('x', 31_000_000) };
        await using TestServer server = await StartAsync(64 << 20, new EchoService
        {
            Echo = (request, _) => Task.FromResult(new EchoMessage { Text = $"{request.Text.Length}" }),
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of(message));

        Assert.AreEqual("31000000", answer.Messages.Single().Text);
    }

    private static Task<TestServer> StartAsync(int limit, EchoService? service = null) =>
        TestServer.StartAsync(service, new GrpcServerOptions { MaxReceiveMessageSize = limit });
}
