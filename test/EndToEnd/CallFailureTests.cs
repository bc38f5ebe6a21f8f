using System.Net;
using System.Net.Sockets;
using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

/// <summary>Calls that fail on this side of the wire.</summary>
[TestClass]
public sealed class CallFailureTests
{
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessage = new(
        MessengerReflection.Descriptor.Services.Single(), "SendMessage");

    [TestMethod]
    public async Task Call_WhoseDeadlinePasses_FailsWithDeadlineExceeded()
    {
        await using ScriptedServer server = await ScriptedServer.StartSilentAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{server.Port}"));
        List<StatusCode> codes = [];
        for (int i = 0; i < 100; i++)
        {
            var options = new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromMilliseconds(10 + (i / 10.0)));
            RpcException failure = await Assert.ThrowsExactlyAsync<RpcException>(
                () => channel.UnaryCallAsync(SendMessage, new SendMessageRequest(), options)).Within();
            codes.Add(failure.StatusCode);
        }

        Assert.AreEqual(StatusCode.DeadlineExceeded, codes.Distinct().Single());
    }

    [TestMethod]
    public async Task Call_OfAServerThatCannotBeReached_FailsWithUnavailable()
    {
        // Its queue of connections is full: one more is neither accepted nor refused.
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start(backlog: 0);
        var address = (IPEndPoint)full.LocalEndpoint;
        using var first = new TcpClient();
        await first.ConnectAsync(address).Within();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            new Uri($"http://{address}"), new GrpcChannelOptions { ConnectTimeout = TimeSpan.FromMilliseconds(200) });

        RpcException failure = await Assert.ThrowsExactlyAsync<RpcException>(
            () => channel.UnaryCallAsync(SendMessage, new SendMessageRequest())).Within();

        Assert.AreEqual(StatusCode.Unavailable, failure.StatusCode);
        Assert.AreEqual("The connection to the server failed: connecting took too long.", failure.Status.Detail);
    }
}
