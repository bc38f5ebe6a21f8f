namespace Messenger.Grpc.Tests;

/// <summary>When a response's headers go out, and what they bring along.</summary>
[TestClass]
public sealed class ResponseHeadersTests
{
    [TestMethod]
    public async Task Headers_OfAStream_GoOutBeforeAnyMessage()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.CallAsync(1, EchoService.RepeatPath);
        Http2Frame first = await client.NextAsync(streamId: 1);

        Assert.AreEqual(FrameType.Headers, first.Type);
        Assert.IsFalse(first.EndsStream);
        Dictionary<string, string> headers = first.ReadHeaders();
        Assert.AreEqual("200", headers[":status"]);
        Assert.AreEqual("application/grpc", headers["content-type"]);
        Assert.IsFalse(headers.ContainsKey("grpc-status"));
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task WriteResponseHeaders_WithMetadata_SendsIt(string path)
    {
        var metadata = new Metadata { { "Room", "one" }, { "room", "two" }, { "key-bin", [0, 1, 2, 3] } };

        RawAnswer answer = await CallAsync(path, context => context.WriteResponseHeadersAsync(metadata));

        answer.AssertStatus(0, null);
        CollectionAssert.AreEqual(new List<string> { "one", "two" }, answer.Headers["room"]);
        Assert.AreEqual("AAECAw", answer.Headers["key-bin"].Single());
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task AddResponseHeader_BeforeTheHeadersGo_SendsItWithThem(string path)
    {
        RawAnswer answer = await CallAsync(path, context =>
        {
            context.AddResponseHeader(new MetadataEntry("room", "one"));
            context.AddResponseHeader(new MetadataEntry("room", "two"));
            context.AddResponseHeader(new MetadataEntry("grpc-status", "7"));
            return path == EchoService.RepeatPath ? context.WriteResponseHeadersAsync([new MetadataEntry("room", "three")]) : Task.CompletedTask;
        });

        answer.AssertStatus(0, null);
        string[] rooms = path == EchoService.RepeatPath ? ["one", "two", "three"] : ["one", "two"];
        CollectionAssert.AreEqual(rooms, answer.Headers["room"]);
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task AddResponseHeader_BeforeAFailure_SendsItWithTheStatus(string path)
    {
        RawAnswer answer = await CallAsync(path, context =>
        {
            context.AddResponseHeader(new MetadataEntry("room", "one"));
            throw new RpcException(new Status(StatusCode.Aborted, "why"));
        });

        answer.AssertStatus(10, "why");
        Assert.AreEqual("one", answer.Headers["room"].Single());
    }

    [TestMethod]
    public async Task AddResponseHeader_AfterTheHeaders_Throws()
    {
        RawAnswer answer = await CallAsync(EchoService.RepeatPath, async context =>
        {
            await context.WriteResponseHeadersAsync();
            Assert.ThrowsExactly<InvalidOperationException>(() => context.AddResponseHeader(new MetadataEntry("room", "one")));
        });

        answer.AssertStatus(0, null);
        Assert.IsFalse(answer.Headers.ContainsKey("room"));
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task WriteResponseHeaders_Twice_Throws(string path)
    {
        RawAnswer answer = await CallAsync(path, async context =>
        {
            await context.WriteResponseHeadersAsync();
            await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync());
        });

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    public async Task WriteResponseHeaders_AfterAMessage_Throws()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, context) =>
            {
                await responses.WriteAsync(new EchoMessage());
                await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync());
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.RepeatAsync(Frames.Of([]));

        answer.AssertStatus(0, null);
    }

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Metadata_OfReservedNames_IsNotSent(string path)
    {
        var reserved = new Metadata
        {
            { "content-type", "text/plain" },
            { "grpc-status", "7" },
            { "grpc-message", "spoof" },
            { "content-length", "3" },
            { "connection", "close" },
            { "mine", "1" },
        };

        RawAnswer answer = await CallAsync(path, async context =>
        {
            await context.WriteResponseHeadersAsync(reserved);
            foreach (MetadataEntry entry in reserved)
            {
                context.ResponseTrailers.Add(entry);
            }
        });

        answer.AssertStatus(0, null);
        Assert.IsFalse(answer.Headers.ContainsKey("grpc-status"));
        Assert.AreEqual("1", answer.Headers["mine"].Single());
        Assert.AreEqual("1", answer.Trailers["mine"].Single());
        Assert.IsFalse(answer.Trailers.ContainsKey("content-type"));
    }

    private static async Task<RawAnswer> CallAsync(string path, Func<ServerCallContext, Task> method)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = async (request, context) =>
            {
                await method(context);
                return request;
            },
            Repeat = (_, _, context) => method(context),
        });
        using var http = new RawHttpClient(server);
        return await http.SendAsync(RawHttpClient.Post(path, new PiecewiseContent(Frames.Of([]))));
    }
}
