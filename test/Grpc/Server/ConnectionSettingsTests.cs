using System.Buffers.Binary;

namespace Messenger.Grpc.Tests;

/// <summary>What the server says about its connections.</summary>
[TestClass]
public sealed class ConnectionSettingsTests
{
    [TestMethod]
    public async Task MaxStreamsPerConnection_IsAnnounced()
    {
        await using TestServer server = await TestServer.StartAsync(options: new GrpcServerOptions { MaxStreamsPerConnection = 321 });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        Http2Frame settings = await client.NextAsync(FrameType.Settings);

        Assert.AreEqual(321u, Announced(settings, Setting.MaxConcurrentStreams));
    }

    [TestMethod]
    public async Task MaxStreamsPerConnection_UnlessSet_IsAThousand()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        Http2Frame settings = await client.NextAsync(FrameType.Settings);

        Assert.AreEqual(1000u, Announced(settings, Setting.MaxConcurrentStreams));
    }

    [TestMethod]
    public async Task Stream_BeyondTheLimit_IsRefused()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service, new GrpcServerOptions { MaxStreamsPerConnection = 1 });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.CallAsync(1, EchoService.RepeatPath);
        await waiting.Entered;
        await client.CallAsync(3, EchoService.RepeatPath);

        Http2Frame reset = await client.NextAsync(FrameType.ResetStream);
        Assert.AreEqual(3, reset.StreamId);
        Assert.AreEqual(ErrorCode.RefusedStream, reset.ResetCode);
    }

    private static uint? Announced(Http2Frame settings, Setting setting)
    {
        for (int at = 0; at < settings.Payload.Length; at += 6)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(settings.Payload.AsSpan(at)) == (ushort)setting)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(settings.Payload.AsSpan(at + 2));
            }
        }

        return null;
    }
}
