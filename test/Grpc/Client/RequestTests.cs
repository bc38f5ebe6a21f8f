using Messenger.Grpc.Protocol;

namespace Messenger.Grpc.Tests;

/// <summary>What a client's request is made of.</summary>
[TestClass]
public sealed class RequestTests
{
    [TestMethod]
    public async Task Request_HasExactlyTheHeadersOfTheProtocol()
    {
        var message = new EchoMessage { Text = "hello" };

        (Dictionary<string, string> headers, byte[] body, string authority) = await ReadRequestAsync(message);

        StringAssert.StartsWith(headers["user-agent"], "grpc-messenger-dotnet/");
        headers.Remove("user-agent");
        Assert.AreEqual(
            $":authority={authority} :method=POST :path=/messenger.test.Echo/Echo :scheme=http content-length={body.Length} "
            + "content-type=application/grpc grpc-accept-encoding=identity te=trailers",
            string.Join(
                ' ', headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}={header.Value}")));
        CollectionAssert.AreEqual(Frames.Of(message), body);
    }

    [TestMethod]
    public async Task Deadline_IsSentAsTimeout()
    {
        (Dictionary<string, string> headers, _, _) = await ReadRequestAsync(
            new EchoMessage(), new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromSeconds(50)));

        Assert.IsTrue(GrpcTimeout.TryParse(headers["grpc-timeout"], out TimeSpan timeout));
        Assert.IsLessThanOrEqualTo(TimeSpan.FromSeconds(50), timeout);
        Assert.IsGreaterThan(TimeSpan.FromSeconds(20), timeout);
    }

    [TestMethod]
    public async Task Metadata_GoesAlong()
    {
        var metadata = new Metadata { { "Room", "one two" }, { "key-bin", [0xFB, 0xFF] }, { "tag", "a" }, { "tag", "b" } };

        (Dictionary<string, string> headers, _, _) = await ReadRequestAsync(new EchoMessage(), new CallOptions(metadata));

        Assert.AreEqual("one two", headers["room"]);
        Assert.AreEqual("+/8", headers["key-bin"]);

        // One header or two: HTTP sees no difference.
        Assert.AreEqual("a,b", headers["tag"].Replace(" ", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Metadata_OfReservedNames_IsNotSent()
    {
        var metadata = new Metadata
        {
            { "grpc-timeout", "1n" },
            { "te", "gzip" },
            { "content-type", "text/plain" },
            { "grpc-accept-encoding", "gzip" },
            { "host", "elsewhere" },
        };

        (Dictionary<string, string> headers, _, string authority) = await ReadRequestAsync(new EchoMessage(), new CallOptions(metadata));

        Assert.IsFalse(headers.ContainsKey("grpc-timeout"));
        Assert.AreEqual("trailers", headers["te"]);
        Assert.AreEqual("application/grpc", headers["content-type"]);
        Assert.AreEqual("identity", headers["grpc-accept-encoding"]);
        Assert.AreEqual(authority, headers[":authority"]);
    }

    private static async Task<(Dictionary<string, string> Headers, byte[] Body, string Authority)> ReadRequestAsync(
        EchoMessage message, CallOptions options = default)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync(message, options);
        using Http2Connection connection = await server.AcceptAsync();
        Http2Frame headers = await connection.NextAsync(FrameType.Headers);
        var body = new List<byte>();
        Http2Frame data;
        do
        {
            data = await connection.NextAsync(FrameType.Data);
            body.AddRange(data.Payload);
        }
        while (!data.EndsStream);
        await connection.AnswerAsync(headers.StreamId, "done");
        Assert.AreEqual("done", (await call.Within()).Text);
        return (headers.ReadHeaders(), [.. body], server.Address.Authority);
    }
}
