using Google.Protobuf;

namespace Messenger.Grpc.Tests;

/// <summary>Frames of responses that a client must not take.</summary>
[TestClass]
public sealed class ReceivedFramesTests
{
    [TestMethod]
    public async Task Message_TooLarge_IsResourceExhausted()
    {
        RpcException e = await FailureAsync(Frames.Header(5 << 20));

        Assert.AreEqual(new Status(StatusCode.ResourceExhausted, $"The message is larger than the limit of {4 << 20} bytes."), e.Status);
    }

    [TestMethod]
    public async Task Message_Cut_IsInternal()
    {
        RpcException e = await FailureAsync(Frames.Of(new EchoMessage { Text = "cut" })[..7]);

        Assert.AreEqual(new Status(StatusCode.Internal, "Incomplete message."), e.Status);
    }

    [TestMethod]
    public async Task Message_OfGarbage_IsInternal()
    {
        RpcException e = await FailureAsync(Frames.Of([0xFF, 0xFF]));

        Assert.AreEqual(StatusCode.Internal, e.StatusCode);
    }

    [TestMethod]
    public async Task Message_CompressedThoughOnlyIdentityWasAccepted_IsInternal()
    {
        RpcException e = await FailureAsync(Frames.Of(Frames.Gzipped(new EchoMessage { Text = "x" }.ToByteArray()), flag: 1));

        Assert.AreEqual(StatusCode.Internal, e.StatusCode);
    }

    [TestMethod]
    public async Task Message_InPieces_IsRead()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        int id = (await connection.NextRequestAsync()).StreamId;

        await connection.BeginAnswerAsync(id);
        foreach (byte b in Frames.Of(new EchoMessage { Text = "piece by piece" }))
        {
            await connection.SendDataAsync(id, [b]);
        }

        await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));

        Assert.AreEqual("piece by piece", (await call.Within()).Text);
    }

    private static Task<RpcException> FailureAsync(byte[] body) => RawHttp2Server.FailureAsync(async (connection, id) =>
    {
        await connection.BeginAnswerAsync(id);
        await connection.SendDataAsync(id, body);
        await connection.SendHeadersAsync(id, endStream: true, ("grpc-status", "0"));
    });
}
