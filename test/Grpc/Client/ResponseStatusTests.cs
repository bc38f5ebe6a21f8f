namespace Messenger.Grpc.Tests;

/// <summary>How a client reads the end of a call.</summary>
[TestClass]
public sealed class ResponseStatusTests
{
    [TestMethod]
    [DataRow("503", "application/grpc")]
    [DataRow("200", "text/plain")]
    public async Task Status_InTheTrailers_OutranksHttps(string httpStatus, string contentType)
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.SendHeadersAsync(id, endStream: false, (":status", httpStatus), ("content-type", contentType));
            await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "5"), ("grpc-message", "Not here."));
        });

        Assert.AreEqual(new Status(StatusCode.NotFound, "Not here."), e.Status);
    }

    [TestMethod]
    public async Task Trailers_UnderABinaryKeyThatGrpcDoesNotAllow_ArePassedOver()
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.AnswerTrailersOnlyAsync(
            id, ("grpc-status", "5"), ("grpc-message", "Not here."), ("k!-bin", "AA")));

        Assert.AreEqual(new Status(StatusCode.NotFound, "Not here."), e.Status);
    }

    [TestMethod]
    [DataRow("200")]
    [DataRow("404")]
    [DataRow("503")]
    public async Task Status_InTheHeaders_OutranksHttps(string httpStatus)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.SendHeadersAsync(
            id,
            endStream: true,
            (":status", httpStatus),
            ("content-type", "text/html"),
            ("grpc-status", "9"),
            ("grpc-message", "not%20now"),
            ("why", "so")));

        Assert.AreEqual(new Status(StatusCode.FailedPrecondition, "not now"), e.Status);
        Assert.AreEqual("so", e.Trailers.GetValue("why"));
    }

    [TestMethod]
    public async Task Status_InTheTrailers_ComesWithThem()
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendHeadersAsync(
                id, endStream: true, ("grpc-status", "5"), ("grpc-message", "%C3%BC"), ("why", "so"), ("key-bin", "+/8"));
        });

        Assert.AreEqual(new Status(StatusCode.NotFound, "ü"), e.Status);
        Assert.AreEqual("so", e.Trailers.GetValue("why"));
        CollectionAssert.AreEqual(new List<byte> { 0xFB, 0xFF }, e.Trailers.GetValueBytes("key-bin"));
        Assert.IsNull(e.Trailers.GetValue("grpc-status"));
    }

    [TestMethod]
    public async Task Trailers_ThatAreNotBase64_DoNotHideTheStatus()
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.AnswerTrailersOnlyAsync(
            id, ("grpc-status", "5"), ("grpc-message", "Nobody here."), ("key-bin", "!"), ("why", "so")));

        Assert.AreEqual(new Status(StatusCode.NotFound, "Nobody here."), e.Status);
        Assert.AreEqual("so", e.Trailers.GetValue("why"));
    }

    [TestMethod]
    [DataRow("100%", "100%")]
    [DataRow("%zz%41%", "%zzA%")]
    [DataRow("x%FFy", "x\uFFFDy")]
    [DataRow("", "")]
    public async Task Message_ThatIsBadlyEncoded_IsReadAllTheSame(string encoded, string text)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) =>
            connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "13"), ("grpc-message", encoded)));

        Assert.AreEqual(new Status(StatusCode.Internal, text), e.Status);
    }

    [TestMethod]
    [DataRow("17")]
    [DataRow("-1")]
    [DataRow("abc")]
    [DataRow("")]
    [DataRow("99999999999")]
    public async Task Status_OfNoKnownCode_IsUnknown(string number)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) =>
            connection.AnswerTrailersOnlyAsync(id, ("grpc-status", number)));

        Assert.AreEqual(StatusCode.Unknown, e.StatusCode);
    }

    [TestMethod]
    [DataRow("400", StatusCode.Internal)]
    [DataRow("401", StatusCode.Unauthenticated)]
    [DataRow("403", StatusCode.PermissionDenied)]
    [DataRow("404", StatusCode.Unimplemented)]
    [DataRow("429", StatusCode.Unavailable)]
    [DataRow("502", StatusCode.Unavailable)]
    [DataRow("503", StatusCode.Unavailable)]
    [DataRow("504", StatusCode.Unavailable)]
    [DataRow("204", StatusCode.Unknown)]
    [DataRow("302", StatusCode.Unknown)]
    [DataRow("405", StatusCode.Unknown)]
    [DataRow("500", StatusCode.Unknown)]
    public async Task HttpStatus_WithoutAStatus_IsMapped(string httpStatus, StatusCode expected)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) =>
            connection.SendHeadersAsync(id, endStream: true, (":status", httpStatus), ("content-type", "text/html")));

        Assert.AreEqual(expected, e.StatusCode);
    }

    [TestMethod]
    [DataRow("text/html")]
    [DataRow("application/grpc-web")]
    [DataRow("nonsense")]
    [DataRow(null)]
    public async Task ContentType_ThatIsNotGrpcs_IsUnknown(string? contentType)
    {
        RpcException e = await RawHttp2Server.FailureAsync((connection, id) => connection.SendHeadersAsync(
            id, endStream: true, contentType is null ? [(":status", "200")] : [(":status", "200"), ("content-type", contentType)]));

        Assert.AreEqual(StatusCode.Unknown, e.StatusCode);
    }

    [TestMethod]
    public async Task Response_WithoutAStatus_IsUnknown()
    {
        RpcException withTrailers = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendDataAsync(id, Frames.Of([]));
            await connection.SendHeadersAsync(id, endStream: true, ("why", "so"));
        });
        RpcException withoutAny = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendDataAsync(id, Frames.Of([]), endStream: true);
        });

        Assert.AreEqual(StatusCode.Unknown, withTrailers.StatusCode);
        Assert.AreEqual(StatusCode.Unknown, withoutAny.StatusCode);
    }

    [TestMethod]
    public async Task UnaryOk_WithoutAMessage_IsInternal()
    {
        RpcException trailersOnly = await RawHttp2Server.FailureAsync((connection, id) =>
            connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "0")));
        RpcException trailers = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));
        });

        Assert.AreEqual(StatusCode.Internal, trailersOnly.StatusCode);
        Assert.AreEqual(StatusCode.Internal, trailers.StatusCode);
    }

    [TestMethod]
    public async Task UnaryOk_WithTwoMessages_IsInternal()
    {
        RpcException e = await RawHttp2Server.FailureAsync(async (connection, id) =>
        {
            await connection.BeginAnswerAsync(id);
            await connection.SendDataAsync(id, [.. Frames.Of([]), .. Frames.Of([])]);
            await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));
        });

        Assert.AreEqual(StatusCode.Internal, e.StatusCode);
    }

    [TestMethod]
    [DataRow("application/grpc+proto")]
    [DataRow("application/grpc;charset=utf-8")]
    [DataRow("Application/GRPC")]
    public async Task ContentType_OfGrpcInAnyForm_IsAccepted(string contentType)
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.SendHeadersAsync(id, endStream: false, (":status", "200"), ("content-type", contentType));
        await connection.SendDataAsync(id, Frames.Of(new EchoMessage { Text = "fine" }));
        await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));

        Assert.AreEqual("fine", (await call.Within()).Text);
    }
}
