using Messenger.Contracts.SharedChat;
using Messenger.EndToEnd.Fixtures;
using Messenger.Grpc;

namespace Messenger.EndToEnd;

[TestClass]
public sealed class HalfSentRequestTests
{
    private static readonly string[] Halves =
    [
        "",
        "POST /sendMess",
        "POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Le",
        "POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n",
        "POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"author\":\"Mallory\",\"te",
        "POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"author\"",
        "POST /getAndFlushMessages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
        "\0\u0001\u0002 nonsense \r\n\r\n",
    ];

    [TestMethod]
    public async Task HttpRequest_CutOffHalfWay_DisturbsNobody()
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        await chat.Apis[0].SendAsync("Alice", "Before");
        foreach (string half in Halves)
        {
            using RawConnection cut = await RawConnection.OpenAsync(chat.Clients[0].Port);
            await cut.WriteAsync(half);
            cut.Cut();
            using RawConnection ended = await RawConnection.OpenAsync(chat.Clients[0].Port);
            await ended.WriteAsync(half);
            await ended.EndAsync();
        }

        await chat.Apis[0].SendAsync("Alice", "Hello");

        Assert.AreSequenceEqual(["Before", "Hello"], (await chat.Apis[0].FlushAsync()).Select(message => message.Text));
        await chat.Clients[0].StopsWellAsync();
        await chat.Server.StopsWellAsync();
    }

    [TestMethod]
    [DataRow("Content-Length: 100", false)]
    [DataRow("Content-Length: 100", true)]
    [DataRow("Transfer-Encoding: chunked", false)]
    [DataRow("Transfer-Encoding: chunked", true)]
    public async Task HttpRequest_CutOffWhileItIsServed_DisturbsNobody(string length, bool isReset)
    {
        await using RunningChat chat = await RunningChat.StartAsync();
        for (int i = 0; i < 10; i++)
        {
            // The client asks for the body when it begins to serve the request.
            using RawConnection connection = await RawConnection.OpenAsync(chat.Clients[0].Port);
            await connection.WriteAsync($"POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n{length}\r\n\r\n");
            await connection.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
            if (isReset)
            {
                connection.Cut();
            }
            else
            {
                await connection.WriteAsync("5\r\n{\"aut");
                await connection.EndAsync();
            }
        }

        await chat.Apis[0].SendAsync("Alice", "Hello");

        Assert.AreEqual("Hello", (await chat.Apis[0].FlushAsync()).Single().Text);
        await chat.Clients[0].StopsWellAsync();
    }

    [TestMethod]
    public async Task HttpRequest_WhoseSenderLeavesWhileItWaits_DisturbsNobody()
    {
        string body = ChatApi.Body("Mallory", "Gone");
        await using HostProcess client = await HostProcess.StartClientAsync(FreePort.Find());
        for (int i = 0; i < 10; i++)
        {
            // Without a server, the request waits for the stream.
            using RawConnection connection = await RawConnection.OpenAsync(client.Port);
            await connection.WriteAsync($"POST /sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            await connection.EndAsync();
        }

        using var api = new ChatApi(client);
        Assert.IsEmpty(await api.FlushAsync());
        await client.StopsWellAsync();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task GrpcRequest_CutOffHalfWay_DisturbsNobody(bool isReset)
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using var chat = new GrpcChat(server);
        using AsyncServerStreamingCall<ReadMessagesResponse> stream = await chat.OpenStreamAsync();
        for (int i = 0; i < 5; i++)
        {
            using RawConnection half = await RawCall.SendHalfAsync(server.Port);
            if (isReset)
            {
                half.Cut();
            }
            else
            {
                await half.EndAsync();
            }
        }

        await chat.SendAsync("Alice", "Hello");

        Assert.AreEqual("Hello", (await GrpcChat.ReadOneAsync(stream)).Text);
        await server.StopsWellAsync();
    }

    [TestMethod]
    public async Task GrpcRequest_ThatNeverEnds_DoesNotKeepTheServerFromStopping()
    {
        await using HostProcess server = await HostProcess.StartServerAsync();
        using RawConnection half = await RawCall.SendHalfAsync(server.Port);

        await server.StopsWellAsync();
    }
}
