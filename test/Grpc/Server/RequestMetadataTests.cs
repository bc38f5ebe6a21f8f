using System.Text.RegularExpressions;

namespace Messenger.Grpc.Tests;

/// <summary>What a method sees of a request's headers.</summary>
[TestClass]
public sealed class RequestMetadataTests
{
    [TestMethod]
    public async Task Text_IsSeenAsItWasSent()
    {
        Metadata seen = await SeeAsync(("Authorization", "Bearer x y"), ("x_1.y-z", "!~, a"));

        Assert.AreEqual("Bearer x y", seen.GetValue("authorization"));
        Assert.AreEqual("!~, a", seen.GetValue("x_1.y-z"));
        Assert.IsTrue(seen.All(entry => !entry.Key.Any(char.IsAsciiLetterUpper)));
    }

    [TestMethod]
    public async Task Key_SentSeveralTimes_IsSeenAsOftenAndInOrder()
    {
        await using TestServer server = await StartAsync(out TaskCompletionSource<Metadata> seen);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.CallAsync(1, EchoService.EchoPath, ("tag", "a"), ("other", "x"), ("tag", "b"), ("tag", "c"));

        Metadata metadata = await seen.Task.Within();
        CollectionAssert.AreEqual(
            new List<string> { "a", "b", "c" }, metadata.Where(entry => entry.Key == "tag").Select(entry => entry.Value).ToArray());
        Assert.AreEqual("c", metadata.GetValue("tag"));
    }

    [TestMethod]
    [DataRow("+/8=")]
    [DataRow("+/8")]
    public async Task Binary_WithPaddingAndWithout_IsItsBytes(string base64)
    {
        Metadata seen = await SeeAsync(("key-bin", base64));

        CollectionAssert.AreEqual(new List<byte> { 0xFB, 0xFF }, seen.GetValueBytes("key-bin"));
        Assert.IsTrue(seen.Single(entry => entry.Key == "key-bin").IsBinary);
    }

    [TestMethod]
    public async Task Binary_JoinedByCommas_IsSeveralValues()
    {
        Metadata seen = await SeeAsync(("key-bin", "AQ==,Ag, Aw==,"));

        byte[][] values = [.. seen.Where(entry => entry.Key == "key-bin").Select(entry => entry.ValueBytes)];
        CollectionAssert.AreEqual(new List<byte> { 1, 2, 3 }, values.SelectMany(value => value).ToArray());
        Assert.HasCount(4, values);
    }

    [TestMethod]
    [DataRow("A")]
    [DataRow("====")]
    [DataRow("a_-b")]
    [DataRow("AQ==,!")]
    public async Task Binary_ThatIsNotBase64_IsAnInvalidArgument(string value)
    {
        await using TestServer server = await StartAsync(out _);
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("key-bin", value));

        answer.AssertStatus(3, "The value of 'key-bin' is not base64.");
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Headers_OfTransportAndProtocol_AreHidden()
    {
        Metadata seen = await SeeAsync(
            ("te", "trailers"),
            ("grpc-timeout", "10S"),
            ("grpc-encoding", "identity"),
            ("grpc-accept-encoding", "gzip"),
            ("accept-encoding", "gzip"),
            ("user-agent", "test/1"),
            ("mine", "1"));

        CollectionAssert.AreEquivalent(new List<string> { "user-agent", "mine" }, seen.Select(entry => entry.Key).ToArray());
    }

    [TestMethod]
    public async Task Text_ThatGrpcDoesNotAllow_IsPassedOver()
    {
        await using TestServer server = await StartAsync(out TaskCompletionSource<Metadata> seen);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        // Two bytes of UTF-8, which HTTP lets through.
        await client.CallAsync(1, EchoService.EchoPath, ("city", "K\u00C3\u00B6ln"), ("a!b", "1"), ("mine", "1"));

        Metadata metadata = await seen.Task.Within();
        Assert.AreEqual("mine", metadata.Single().Key);
    }

    [TestMethod]
    [DataRow("K\u00C3\u00B6ln", DisplayName = "UTF-8")]
    [DataRow("K\u00F6ln", DisplayName = "bytes that are no UTF-8")]
    [DataRow("K\u0001ln", DisplayName = "a control character")]
    public async Task Text_ThatGrpcDoesNotAllow_IsAnInvalidArgumentWhereItIsAskedFor(string value)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (_, context) => Task.FromResult(new EchoMessage { Text = context.RequestHeaders.GetValue("city") ?? "none" }),
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.CallAsync(1, EchoService.EchoPath, ("city", value), ("city", "Bonn"));
        Http2Frame refusal = await client.NextAsync(1);
        await client.CallAsync(3, EchoService.EchoPath, ("town", value), ("city", "Bonn"));
        Http2Frame end = await client.NextAsync(frame => frame.StreamId == 3 && frame.EndsStream);

        Assert.AreEqual("3", refusal.ReadHeaders()["grpc-status"]);
        Assert.AreEqual("The value of 'city' is not printable ASCII.", refusal.ReadHeaders()["grpc-message"]);
        Assert.AreEqual("0", end.ReadHeaders()["grpc-status"]);
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Binary_UnderAKeyThatGrpcDoesNotAllow_IsPassedOver()
    {
        Metadata? seen = null;
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (request, context) =>
            {
                seen = context.RequestHeaders;
                return Task.FromResult(request);
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("k!-bin", "AA"));

        Assert.AreEqual(0, answer.Status);
        Assert.IsNull(seen!.GetValue("k!-bin"));
    }

    [TestMethod]
    public async Task Context_KnowsMethodHostAndPeer()
    {
        string seen = "";
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (request, context) =>
            {
                seen = $"{context.Method} {context.Host} {context.Peer}";
                return Task.FromResult(request);
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
        StringAssert.Matches(
            seen, new Regex($@"^/messenger\.test\.Echo/Echo 127\.0\.0\.1:{server.Server.Port} ipv4:127\.0\.0\.1:\d+$"));
    }

    private static async Task<Metadata> SeeAsync(params (string Name, string Value)[] headers)
    {
        await using TestServer server = await StartAsync(out TaskCompletionSource<Metadata> seen);
        using var http = new RawHttpClient(server);
        RawAnswer answer = await http.EchoAsync(Frames.Of([]), headers);
        answer.AssertStatus(0, null);
        return await seen.Task.Within();
    }

    private static Task<TestServer> StartAsync(out TaskCompletionSource<Metadata> seen)
    {
        var source = new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
        seen = source;
        return TestServer.StartAsync(new EchoService
        {
            Echo = (request, context) =>
            {
                source.TrySetResult(context.RequestHeaders);
                return Task.FromResult(request);
            },
        });
    }
}
