using Microsoft.Extensions.Logging;

namespace Messenger.Grpc.Tests;

/// <summary>What a deadline does when it passes, and which are none.</summary>
[TestClass]
public sealed class DeadlineTests
{
    private const int TimeoutIgnored = 1304;
    private const string Passed = "The deadline has passed.";

    [TestMethod]
    [DataRow(EchoService.EchoPath)]
    [DataRow(EchoService.RepeatPath)]
    public async Task Deadline_Passing_EndsTheCallAndCancelsTheMethod(string path)
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.SendAsync(
            RawHttpClient.Post(path, new PiecewiseContent(Frames.Of([])), ("grpc-timeout", "200m")));

        answer.AssertStatus(4, Passed);
        Assert.IsEmpty(answer.Messages);
        await waiting.Cancelled;
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Deadline_Passing_SendsTheTrailersAndThenResetsWithNoError()
    {
        var waiting = new WaitingMethods();
        await using TestServer server = await TestServer.StartAsync(waiting.Service);
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.CallAsync(1, EchoService.RepeatPath, ("grpc-timeout", "200m"));
        Http2Frame[] frames = await client.UntilResetAsync(1);

        Assert.AreEqual(FrameType.Headers, frames[0].Type);
        Assert.IsFalse(frames[0].EndsStream);
        AssertPassed(frames);
    }

    [TestMethod]
    public async Task Deadline_PassingBeforeTheRequestHasCome_SendsTheStatusAndThenResetsWithNoError()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);

        await client.OpenCallAsync(1, EchoService.EchoPath, ("grpc-timeout", "200m"));
        Http2Frame[] frames = await client.UntilResetAsync(1);

        AssertPassed(frames);
        Assert.AreEqual("200", frames[0].ReadHeaders()[":status"]);
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Deadline_Passing_KeepsWhatWasWrittenAndRefusesWhatIsWrittenAfter()
    {
        var afterwards = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, context) =>
            {
                await responses.WriteAsync(new EchoMessage { Text = "before" });
                await context.CancellationToken.WhenCancelled();
                context.ResponseTrailers.Add("late", "1");
                await Assert.ThrowsAsync<OperationCanceledException>(() => responses.WriteAsync(new EchoMessage { Text = "after" }));
                await Assert.ThrowsAsync<OperationCanceledException>(() => context.WriteResponseHeadersAsync());
                afterwards.SetResult();
            },
        });
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.RepeatAsync(Frames.Of([]), ("grpc-timeout", "200m"));

        answer.AssertStatus(4, Passed);
        Assert.AreEqual("before", answer.Messages.Single().Text);
        Assert.IsFalse(answer.Trailers.ContainsKey("late"));
        await afterwards.Task.Within();
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    public async Task Deadline_PassingWhileAFlushWaitsForThePeer_SendsTheRestAndTheStatusBeforeTheReset()
    {
        var cancelled = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(new EchoService
        {
            Repeat = async (_, responses, context) =>
            {
                context.CancellationToken.Register(() => cancelled.TrySetResult());
                await responses.WriteAsync(new EchoMessage { Text = new string('x', 100_000) });
            },
        });
        using Http2Connection client = await RawHttp2Client.ConnectAsync(server);
        await client.CallAsync(1, EchoService.RepeatPath, ("grpc-timeout", "300m"));
        await cancelled.Task.Within();

        await client.WidenWindowAsync(1);
        await client.WidenWindowAsync(0);

        Http2Frame[] frames = await client.UntilResetAsync(1);
        Assert.IsGreaterThan(100_000, frames.Where(frame => frame.Type == FrameType.Data).Sum(frame => frame.Payload.Length));
        Assert.AreEqual("4", frames[^2].ReadHeaders()["grpc-status"]);
        Assert.AreEqual(ErrorCode.NoError, frames[^1].ResetCode);
    }

    [TestMethod]
    public async Task Deadline_IsKnownToTheMethod()
    {
        DateTime seen = default;
        await using TestServer server = await StartAsync(context => seen = context.Deadline);
        using var http = new RawHttpClient(server);
        DateTime before = DateTime.UtcNow;

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("grpc-timeout", "60S"));

        answer.AssertStatus(0, null);
        Assert.AreEqual(DateTimeKind.Utc, seen.Kind);
        Assert.IsGreaterThanOrEqualTo(before + TimeSpan.FromSeconds(60), seen);
        Assert.IsLessThanOrEqualTo(DateTime.UtcNow + TimeSpan.FromSeconds(60), seen);
    }

    [TestMethod]
    [DataRow("99999999H")]
    [DataRow("99999999M")]
    [DataRow("99999999S")]
    public async Task Deadline_BeyondAllTimers_IsNone(string timeout)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("grpc-timeout", timeout));

        answer.AssertStatus(0, null);
        server.Log.AssertNoErrors();
    }

    [TestMethod]
    [DataRow("123456789n")]
    [DataRow("soon")]
    [DataRow("-1S")]
    [DataRow("1s")]
    [DataRow("")]
    public async Task Timeout_ThatIsNone_IsIgnoredAndLogged(string timeout)
    {
        DateTime seen = default;
        await using TestServer server = await StartAsync(context => seen = context.Deadline);
        using var http = new RawHttpClient(server);

        RawAnswer answer = await http.EchoAsync(Frames.Of([]), ("grpc-timeout", timeout));

        answer.AssertStatus(0, null);
        Assert.AreEqual(DateTime.MaxValue, seen);
        LogEntry entry = server.Log.OfServer(TimeoutIgnored).Single();
        Assert.AreEqual(LogLevel.Information, entry.Level);
        Assert.Contains($"'{timeout}'", entry.Message);
    }

    private static Task<TestServer> StartAsync(Action<ServerCallContext> look) => TestServer.StartAsync(new EchoService
    {
        Echo = (request, context) =>
        {
            look(context);
            return Task.FromResult(request);
        },
    });

    private static void AssertPassed(Http2Frame[] frames)
    {
        Http2Frame status = frames[^2];
        Assert.AreEqual(FrameType.Headers, status.Type);
        Assert.IsTrue(status.EndsStream);
        Assert.AreEqual("4", status.ReadHeaders()["grpc-status"]);
        Assert.AreEqual(Passed, status.ReadHeaders()["grpc-message"]);
        Assert.AreEqual(ErrorCode.NoError, frames[^1].ResetCode);
    }
}
