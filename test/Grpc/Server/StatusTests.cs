namespace Messenger.Grpc.Tests;

/// <summary>Where a status stands in a response, and what becomes of exceptions.</summary>
[TestClass]
public sealed class StatusTests
{
    private static readonly byte[] Empty = Frames.Of([]);

    [TestMethod]
    public async Task UnaryOk_HasOneMessageAndItsStatusInTheTrailers()
    {
        RawAnswer answer = await EchoAsync((request, _) => Task.FromResult(request));

        answer.AssertStatus(0, null);
        Assert.HasCount(1, answer.Messages);
        Assert.AreEqual("0", answer.Trailers["grpc-status"].Single());
        Assert.IsFalse(answer.Headers.ContainsKey("grpc-status"));
    }

    [TestMethod]
    public async Task RpcException_GoesWithTheTrailersOfContextAndException()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = (_, context) =>
            {
                context.ResponseTrailers.Add("a", "1");
                throw new RpcException(new Status(StatusCode.NotFound, "Not here."), new Metadata { { "b", "2" } });
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]));

        answer.AssertStatus(5, "Not here.");
        Assert.AreEqual("1", answer.Headers["a"].Single());
        Assert.AreEqual("2", answer.Headers["b"].Single());
    }

    [TestMethod]
    public async Task RpcException_OfAUnaryMethod_IsTrailersOnly()
    {
        RawAnswer answer = await EchoAsync((_, _) => throw new RpcException(new Status(StatusCode.NotFound, "Nobody here.")));

        answer.AssertStatus(5, "Nobody here.");
        Assert.IsTrue(answer.IsTrailersOnly);
    }

    [TestMethod]
    public async Task RpcException_OfAStreamWithoutMessages_IsTrailersOnly()
    {
        RawAnswer answer = await RepeatAsync((_, _, _) => throw new RpcException(new Status(StatusCode.NotFound, "Nobody here.")));

        answer.AssertStatus(5, "Nobody here.");
        Assert.IsTrue(answer.IsTrailersOnly);
    }

    [TestMethod]
    public async Task RpcException_AfterMessages_IsInTheTrailers()
    {
        RawAnswer answer = await RepeatAsync(async (_, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "one" });
            throw new RpcException(new Status(StatusCode.DataLoss, "Too late."));
        });

        answer.AssertStatus(15, "Too late.");
        Assert.AreEqual("one", answer.Messages.Single().Text);
        Assert.AreEqual("15", answer.Trailers["grpc-status"].Single());
    }

    [TestMethod]
    public async Task RpcException_BringsItsTrailersAlong()
    {
        var trailers = new Metadata { { "Reason", "one" }, { "reason", "two" }, { "detail-bin", [0xFB, 0xFF] } };

        RawAnswer answer = await EchoAsync((_, _) => throw new RpcException(new Status(StatusCode.Aborted, ""), trailers));

        answer.AssertStatus(10, null);
        CollectionAssert.AreEqual(new List<string> { "one", "two" }, answer.Headers["reason"]);
        Assert.AreEqual("+/8", answer.Headers["detail-bin"].Single());
    }

    [TestMethod]
    public async Task ResponseTrailers_OfTheContext_GoAlongWithOk()
    {
        RawAnswer answer = await EchoAsync((request, context) =>
        {
            context.ResponseTrailers.Add("cost", "3");
            return Task.FromResult(request);
        });

        answer.AssertStatus(0, null);
        Assert.AreEqual("3", answer.Trailers["cost"].Single());
    }

    [TestMethod]
    public async Task Status_SetByAUnaryMethod_EndsTheCallWithoutAMessage()
    {
        RawAnswer answer = await EchoAsync((request, context) =>
        {
            context.Status = new Status(StatusCode.AlreadyExists, "Said before.");
            return Task.FromResult(request);
        });

        answer.AssertStatus(6, "Said before.");
        Assert.IsTrue(answer.IsTrailersOnly);
    }

    [TestMethod]
    public async Task Status_SetByAStream_EndsIt()
    {
        RawAnswer answer = await RepeatAsync(async (_, responses, context) =>
        {
            await responses.WriteAsync(new EchoMessage());
            context.Status = new Status(StatusCode.OutOfRange, "");
        });

        answer.AssertStatus(11, null);
        Assert.HasCount(1, answer.Messages);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(9)]
    [DataRow(16)]
    public async Task Status_IsDecimal(int code)
    {
        RawAnswer answer = await RepeatAsync((_, _, context) =>
        {
            context.Status = new Status((StatusCode)code, "");
            return Task.CompletedTask;
        });

        answer.AssertStatus(code, null);
    }

    [TestMethod]
    public async Task Status_OfNoKnownCode_IsUnknown()
    {
        RawAnswer answer = await EchoAsync((_, _) => throw new RpcException(new Status((StatusCode)17, "Beyond.")));

        answer.AssertStatus(2, "Beyond.");
    }

    [TestMethod]
    public async Task Status_LeftToItsDefault_IsOk()
    {
        RawAnswer answer = await EchoAsync((request, context) =>
        {
            context.Status = default;
            return Task.FromResult(request);
        });

        answer.AssertStatus(0, null);
    }

    private static async Task<RawAnswer> EchoAsync(UnaryServerMethod<EchoMessage, EchoMessage> echo)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Echo = echo });
        using var http = new RawHttpClient(server);
        RawAnswer answer = await http.EchoAsync(Empty);
        server.Log.AssertNoErrors();
        return answer;
    }

    private static async Task<RawAnswer> RepeatAsync(ServerStreamingServerMethod<RepeatRequest, EchoMessage> repeat)
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService { Repeat = repeat });
        using var http = new RawHttpClient(server);
        RawAnswer answer = await http.RepeatAsync(Empty);
        server.Log.AssertNoErrors();
        return answer;
    }
}
