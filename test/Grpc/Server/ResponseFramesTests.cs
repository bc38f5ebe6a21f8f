namespace Messenger.Grpc.Tests;

/// <summary>The frames of HTTP/2 that a response is made of.</summary>
[TestClass]
public sealed class ResponseFramesTests
{
    [TestMethod]
    public async Task TrailersOnly_IsOneFrame()
    {
        Http2Frame[] frames = await CallAsync((_, _) => throw new RpcException(new Status(StatusCode.NotFound, "")));

        Http2Frame only = frames.Single();
        Assert.AreEqual(FrameType.Headers, only.Type);
        Dictionary<string, string> headers = only.ReadHeaders();
        Assert.AreEqual("200", headers[":status"]);
        Assert.AreEqual("application/grpc", headers["content-type"]);
        Assert.AreEqual("5", headers["grpc-status"]);
    }

    [TestMethod]
    public async Task UnaryOk_IsHeadersDataTrailers()
    {
        Http2Frame[] frames = await CallAsync((request, _) => Task.FromResult(request));

        CollectionAssert.AreEqual(
            new List<FrameType> { FrameType.Headers, FrameType.Data, FrameType.Headers }, frames.Select(frame => frame.Type).ToArray());
        CollectionAssert.AreEqual(Frames.Of([]), frames[1].Payload);
        Assert.AreEqual("grpc-status=0", string.Join(' ', frames[2].ReadHeaders().Select(header => $"{header.Key}={header.Value}")));
    }

    private static async Task<Http2Frame[]> CallAsync(UnaryServerMethod<EchoMessage, EchoMessage> echo)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Echo = echo });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.EchoPath);
        var frames = new List<Http2Frame>();
        do
        {
            frames.Add(await client.NextAsync(streamId: 1));
        }
        while (!frames[^1].EndsStream);
        return [.. frames];
    }
}
