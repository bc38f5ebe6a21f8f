namespace Messenger.Grpc.Tests;

/// <summary>Deadlines that pass at the client.</summary>
[TestClass]
public sealed class ClientDeadlineTests
{
    [TestMethod]
    public async Task Deadline_OfAServerThatNeverAnswers_IsDeadlineExceededAndResets()
    {
        using var server = new RawHttp2Server();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task<EchoMessage> call = channel.EchoAsync(new CallOptions(Deadline: DateTime.UtcNow + TimeSpan.FromSeconds(2)));
        using Http2Connection connection = await server.AcceptAsync();
        await connection.NextRequestAsync();

        RpcException e = await EchoCalls.FailureOf(call);

        Assert.AreEqual(new Status(StatusCode.DeadlineExceeded, "The deadline has passed."), e.Status);
        Assert.AreEqual(ErrorCode.Cancel, (await connection.NextAsync(FrameType.ResetStream)).ResetCode);
    }

    [TestMethod]
    public async Task Deadline_ThatHasPassed_IsDeadlineExceeded()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();

        RpcException e = await EchoCalls.FailureOf(channel.EchoAsync(new CallOptions(Deadline: DateTime.UtcNow - TimeSpan.FromSeconds(1))));

        Assert.AreEqual(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [TestMethod]
    public async Task Deadline_BeyondAllTimers_IsNone()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.OpenChannel();

        EchoMessage answer = await channel.EchoAsync(new EchoMessage { Text = "x" }, new CallOptions(Deadline: DateTime.MaxValue)).Within();

        Assert.AreEqual("x", answer.Text);
    }

    // Again and again, since timers are early by a fraction of a millisecond now and then.
    [TestMethod]
    public async Task Deadline_Passing_IsNeverCancelled()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using GrpcChannel channel = server.OpenChannel();

        IEnumerable<Task<RpcException>> calls = Enumerable.Range(0, 200)
            .Select(i => DateTime.UtcNow + TimeSpan.FromMicroseconds(20_000 + (i * 37)))
            .Select(deadline => EchoCalls.FailureOf(channel.EchoAsync(new CallOptions(Deadline: deadline))));

        foreach (RpcException e in await Task.WhenAll(calls))
        {
            Assert.AreEqual(StatusCode.DeadlineExceeded, e.StatusCode, e.ToString());
        }
    }
}
