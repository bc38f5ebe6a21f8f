namespace Messenger.Grpc.Tests;

/// <summary>What a client sees of a call with two streams, from its opening to a good end.</summary>
[TestClass]
public sealed class DuplexCallTests
{
    [TestMethod]
    public async Task Echo_WithSeveralInFlight_IsInOrder()
    {
        const int Count = 100;
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        for (int i = 0; i < Count; i++)
        {
            await call.WriteAsync($"{i}");
        }

        for (int i = 0; i < Count; i++)
        {
            Assert.AreEqual($"{i}", await call.NextTextAsync());
        }

        await call.CompleteAsync();
        await call.CompleteAsync();
        Assert.IsNull(await call.NextTextAsync());
        Assert.AreEqual(Status.OK, call.GetStatus());
        Assert.IsEmpty(call.GetTrailers());
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Echo_InTurns_NeedsNoEndOfTheRequests()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        for (int i = 0; i < 10; i++)
        {
            await call.WriteAsync($"{i}");
            Assert.AreEqual($"{i}", await call.NextTextAsync());
        }

        Assert.ThrowsExactly<InvalidOperationException>(() => call.GetStatus());
        Assert.ThrowsExactly<InvalidOperationException>(() => call.GetTrailers());
    }

    [TestMethod]
    public async Task Answers_BeforeAnyRequest_AreRead()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, context) =>
            {
                await context.WriteResponseHeadersAsync([new MetadataEntry("room", "one")]);
                await responses.WriteAsync(new EchoMessage { Text = "hello" });
                while (await requests.MoveNext(CancellationToken.None))
                {
                }
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        Metadata headers = await call.ResponseHeadersAsync.Within();
        Assert.AreEqual("one", headers.GetValue("room"));
        Assert.AreEqual("hello", await call.NextTextAsync());
        await call.CompleteAsync();
        Assert.IsNull(await call.NextTextAsync());
    }

    [TestMethod]
    public async Task Complete_LeavesTheLastAnswersToCome()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, context) =>
            {
                int count = 0;
                while (await requests.MoveNext(CancellationToken.None))
                {
                    count++;
                }

                await responses.WriteAsync(new EchoMessage { Text = $"{count} read" });
                await responses.WriteAsync(new EchoMessage { Text = "bye" });
                context.ResponseTrailers.Add("count", $"{count}");
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        await call.WriteAsync("one");
        await call.WriteAsync("two");

        await call.CompleteAsync();

        Assert.AreEqual("2 read", await call.NextTextAsync());
        Assert.AreEqual("bye", await call.NextTextAsync());
        Assert.IsNull(await call.NextTextAsync());
        Assert.AreEqual("2", call.GetTrailers().GetValue("count"));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => call.WriteAsync("late"));
    }

    [TestMethod]
    public async Task Call_WithoutARequest_SendsItsHeadersAtOnceAndAnEmptyEnd()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
        using Http2Connection connection = await server.AcceptAsync();

        Http2Frame headers = await connection.NextAsync(FrameType.Headers);
        Assert.IsFalse(headers.EndsStream);
        await call.CompleteAsync();
        Http2Frame end = await connection.NextAsync(headers.StreamId);

        Assert.AreEqual(FrameType.Data, end.Type);
        Assert.IsTrue(end.EndsStream);
        Assert.IsEmpty(end.Payload);
    }

    // What a new connection has to say of its own would take the headers along.
    [TestMethod]
    public async Task Call_OnAConnectionThatIsOpen_SendsItsHeadersAtOnce()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> first = channel.EchoAsync();
        using Http2Connection connection = await server.AcceptAsync();
        await connection.AnswerAsync((await connection.NextRequestAsync()).StreamId);
        await first;
        for (int i = 0; i < 5; i++)
        {
            using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
            int id = (await connection.NextAsync(FrameType.Headers)).StreamId;
            await connection.AnswerTrailersOnlyAsync(id, ("grpc-status", "0"));
            Assert.IsNull(await call.NextTextAsync());
        }
    }

    [TestMethod]
    public async Task LargeMessages_BothWays_DoNotWaitForEachOther()
    {
        const int Count = 20;
        string large = new('x', 1 << 20);
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            // Reads and writes from two tasks, as the client does.
            Chat = async (requests, responses, _) => await Task.WhenAll(
                Task.Run(async () =>
                {
                    int count = 0;
                    while (await requests.MoveNext(CancellationToken.None))
                    {
                        Assert.AreEqual(large.Length, requests.Current.Text.Length);
                        count++;
                    }

                    Assert.AreEqual(Count, count);
                }),
                Task.Run(async () =>
                {
                    for (int i = 0; i < Count; i++)
                    {
                        await responses.WriteAsync(new EchoMessage { Text = large });
                    }
                })),
        });
        using GrpcChannel channel = server.OpenChannel();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();

        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
            {
                await call.WriteAsync(large);
            }

            await call.CompleteAsync();
        });
        for (int i = 0; i < Count; i++)
        {
            Assert.AreEqual(large.Length, (await call.NextTextAsync())?.Length);
        }

        await writing.Within();
        Assert.IsNull(await call.NextTextAsync());
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task ManyMessages_OfSeveralCallsOnOneChannel_AllArriveInOrder()
    {
        const int Calls = 8;
        const int Count = 3000;
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(number => Task.Run(async () =>
        {
            using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = channel.Chat();
            Task writing = Task.Run(async () =>
            {
                for (int i = 0; i < Count; i++)
                {
                    await call.RequestStream.WriteAsync(new EchoMessage { Text = $"{number}:{i}" });
                }

                await call.CompleteAsync();
            });
            for (int i = 0; i < Count; i++)
            {
                Assert.AreEqual($"{number}:{i}", await call.NextTextAsync());
            }

            Assert.IsNull(await call.NextTextAsync());
            await writing.Within();
        }))).Within();

        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public void Call_OfAnotherKind_Throws()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1"));

        ArgumentException duplex = Assert.ThrowsExactly<ArgumentException>(() => channel.DuplexStreamingCall(EchoService.RepeatMethod));
        ArgumentException stream = Assert.ThrowsExactly<ArgumentException>(
            () => channel.ServerStreamingCall(EchoService.ChatMethod, new EchoMessage()));

        Assert.AreEqual("/messenger.test.Echo/Repeat is ServerStreaming in the contract, not DuplexStreaming.", duplex.Message);
        Assert.AreEqual("/messenger.test.Echo/Chat is DuplexStreaming in the contract, not ServerStreaming.", stream.Message);
    }
}
