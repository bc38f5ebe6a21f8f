using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Grpc.Tests;

/// <summary>A method with a stream on both sides that encodes and flushes its responses itself.</summary>
[TestClass]
public sealed class DuplexFramesTests
{
    [TestMethod]
    public async Task Frames_OfADuplexMethod_AreTheClientsMessages()
    {
        await using GrpcServer server = await StartAsync(async (requests, frames, _) =>
        {
            int unflushed = 0;
            while (await requests.MoveNext(CancellationToken.None))
            {
                byte[] frame = MessageFrame.Encode(requests.Current);
                frames.Write(frame);
                unflushed += frame.Length;
            }

            Assert.AreEqual(unflushed, frames.UnflushedBytes);
            await frames.FlushAsync();
        });
        using GrpcChannel channel = OpenChannel(server);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        await call.WriteAsync("one");
        await call.WriteAsync("two");

        await call.CompleteAsync();

        Assert.AreEqual("one", await call.NextTextAsync());
        Assert.AreEqual("two", await call.NextTextAsync());
        Assert.IsNull(await call.NextTextAsync());
        Assert.AreEqual(Status.OK, call.GetStatus());
    }

    [TestMethod]
    public async Task Frames_NotFlushedWhenADuplexMethodFails_ArriveBeforeTheStatus()
    {
        var refusal = new Status(StatusCode.NotFound, "Nowhere.");
        await using GrpcServer server = await StartAsync(async (requests, frames, _) =>
        {
            await requests.MoveNext(CancellationToken.None);
            frames.Write(MessageFrame.Encode(requests.Current));
            throw new RpcException(refusal);
        });
        using GrpcChannel channel = OpenChannel(server);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        await call.WriteAsync("one");

        Assert.AreEqual("one", await call.NextTextAsync());
        RpcException end = await EchoCalls.FailureOf(call.NextAsync());

        Assert.AreEqual(refusal, end.Status);
    }

    [TestMethod]
    public void AddDuplexFrameStreaming_OfAMethodThatIsNotDuplex_Throws()
    {
        var builder = new ServerServiceDefinitionBuilder(EchoService.Descriptor);

        Assert.ThrowsExactly<ArgumentException>(
            () => builder.AddDuplexFrameStreaming<RepeatRequest, EchoMessage>("Repeat", (_, _, _) => Task.CompletedTask));
    }

    private static async Task<GrpcServer> StartAsync(DuplexFrameStreamingServerMethod<EchoMessage> chat)
    {
        var echo = new EchoService();
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(EchoService.Descriptor)
            .AddMethod("Echo", echo.Echo)
            .AddMethod("Repeat", echo.Repeat)
            .AddDuplexFrameStreaming<EchoMessage, EchoMessage>("Chat", chat)
            .Build();
        var server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
        await server.StartAsync().Within();
        return server;
    }

    private static GrpcChannel OpenChannel(GrpcServer server) => GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
}
