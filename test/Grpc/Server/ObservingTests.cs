namespace Messenger.Grpc.Tests;

/// <summary>What an observer is told of calls, and what the server says is open.</summary>
[TestClass]
public sealed class ObservingTests
{
    private const string Echo = "messenger.test.Echo/Echo";
    private const string Repeat = "messenger.test.Echo/Repeat";

    [TestMethod]
    public async Task Call_ThatGoesWell_IsToldWithItsStatus()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();

        await channel.EchoAsync();

        EndedCall call = await server.Calls.SingleAsync();
        Assert.AreEqual((Echo, Status.OK, null), (call.Method, call.Status, call.Cause));
        Assert.IsGreaterThan(TimeSpan.Zero, call.Duration);
    }

    [TestMethod]
    public async Task Call_ThatIsRefused_IsToldWithItsCause()
    {
        var cause = new InvalidOperationException();
        var status = new Status(StatusCode.NotFound, "Not here.");
        await using TestServer server = await TestServer.StartAsync(new EchoService { Echo = (_, _) => throw new RpcException(status, null, cause) });
        using GrpcChannel channel = server.OpenChannel();

        await EchoCalls.FailureOf(channel.EchoAsync());

        EndedCall call = await server.Calls.SingleAsync();
        Assert.AreEqual((Echo, status), (call.Method, call.Status));
        Assert.AreSame(cause, call.Cause);
    }

    [TestMethod]
    [DataRow("/messenger.test.Echo/Other")]
    [DataRow("/other.Service/Echo")]
    public async Task Call_OfAMethodThatIsNot_IsToldWithoutItsName(string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        using HttpRequestMessage request = RawHttpClient.Post(path, new PiecewiseContent(Frames.Of([])));
        await http.SendAsync(request).Within();

        EndedCall call = await server.Calls.SingleAsync();
        Assert.AreEqual((null, StatusCode.Unimplemented), (call.Method, call.Status.StatusCode));
    }

    [TestMethod]
    public async Task Call_WhileCallsAreRefused_IsToldWithTheRefusal()
    {
        var status = new Status(StatusCode.Unavailable, "Not now.");
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();
        server.Server.RefuseNewCalls(status);

        await EchoCalls.FailureOf(channel.EchoAsync());

        EndedCall call = await server.Calls.SingleAsync();
        Assert.AreEqual((Echo, status), (call.Method, call.Status));
    }

    [TestMethod]
    public async Task Stream_IsOpenUntilItsClientLeaves_AndThenToldAsCancelled()
    {
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, _, context) =>
            {
                await context.WriteResponseHeadersAsync();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
        });
        using (GrpcChannel channel = server.OpenChannel())
        {
            using AsyncServerStreamingCall<EchoMessage> stream = channel.Repeat();
            await stream.ResponseHeadersAsync.Within();

            Assert.AreEqual(KeyValuePair.Create(Repeat, 1), server.Server.OpenCallCounts().Single());
            Assert.AreEqual(1, server.Server.OpenConnectionCount);
            Assert.IsEmpty(server.Calls.Calls);
        }

        EndedCall call = await server.Calls.SingleAsync();
        Assert.AreEqual((Repeat, StatusCode.Cancelled), (call.Method, call.Status.StatusCode));
        await Patience.Until(() => server.Server.OpenConnectionCount == 0, "the connection to end");
        Assert.AreEqual(KeyValuePair.Create(Repeat, 0), server.Server.OpenCallCounts().Single());
    }

    [TestMethod]
    public async Task Call_ThatTheServerEnds_IsToldWithTheStatusThatItWasEndedWith()
    {
        var status = new Status(StatusCode.Unavailable, "It is over.");
        var open = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Echo = async (request, context) =>
            {
                open.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return request;
            },
        });
        using GrpcChannel channel = server.OpenChannel();
        Task echo = channel.EchoAsync();
        await open.Task.Within();

        await server.Server.EndCallsAsync(status).Within();
        await EchoCalls.FailureOf(echo);

        Assert.AreEqual(status, (await server.Calls.SingleAsync()).Status);
    }
}
