using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost.Tests;

/// <summary>Streams of SendMessage whose posts wait to be kept.</summary>
[TestClass]
public sealed class PostingStreamTests
{
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessage = new(
        ChatReflection.Descriptor.Services.Single(), "SendMessage");

    private static readonly Status Stopping = new(StatusCode.Unavailable, "The server is stopping.");

    private HeldJournal _journal = null!;
    private Serving _serving = null!;
    private AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> _call = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        var journal = new HeldJournal();
        _serving = await Serving.StartAsync(journal);
        _journal = journal;
        _call = _serving.Channel.DuplexStreamingCall(SendMessage);
        await _call.ResponseHeadersAsync.Within();
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        _call.Dispose();
        await _serving.DisposeAsync();
    }

    [TestMethod]
    public async Task Answer_OfAPostThatIsKept_DoesNotWaitForTheNext()
    {
        await SayAsync("1", "2");
        await _journal.UntilAppendedAsync(2);

        _journal.Complete();
        Assert.IsTrue(await _call.ResponseStream.MoveNext(CancellationToken.None).Within());

        Assert.AreEqual("1", _call.ResponseStream.Current.Message.Content);
    }

    [TestMethod]
    public async Task Posts_ThatWait_AreBoundedHoweverMuchIsSent()
    {
        const int Count = 1_000;
        const int Window = 64;
        await SayAsync([.. Enumerable.Range(0, Count).Select(i => $"{i}")]);
        await _call.RequestStream.CompleteAsync().Within();
        await _journal.UntilAppendedAsync(Window);

        _journal.Release();
        (List<string> answers, Status end) = await ReadToEndAsync();

        Assert.AreEqual(Status.OK, end);
        Assert.AreSequenceEqual(Enumerable.Range(0, Count).Select(i => $"{i}"), answers);

        // One is being waited for, and one waits for its place.
        Assert.IsLessThanOrEqualTo(Window + 2, _journal.MostHeld);
    }

    [TestMethod]
    public async Task Failure_OfAPost_EndsTheStreamAfterTheAnswersBeforeItThoughLaterOnesAreRefusedFirst()
    {
        await SayAsync("1", "2", "3", " ");
        await _journal.UntilAppendedAsync(3);

        _journal.Complete();
        _journal.Fail(new JournalBusyException("Too much waits."));
        _journal.Complete();
        (List<string> answers, Status end) = await ReadToEndAsync();

        Assert.AreSequenceEqual(["1"], answers);
        Assert.AreEqual(new Status(StatusCode.ResourceExhausted, "Too much waits."), end);
        await _serving.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task Failure_OfAPost_EndsTheStreamThoughItsClientIsSilent()
    {
        await SayAsync("1");
        await _journal.UntilAppendedAsync(1);

        _journal.Fail(new JournalBusyException("Too much waits."));

        Assert.AreEqual(StatusCode.ResourceExhausted, (await ReadToEndAsync()).End.StatusCode);
        await _serving.WhenIdleAsync().Within();
    }

    [TestMethod]
    public async Task Refusal_OfARequest_WaitsForTheAnswersOfThoseBeforeIt()
    {
        await SayAsync("1", "2", " ");
        await _journal.UntilAppendedAsync(2);
        Task<(List<string> Answers, Status End)> reading = ReadToEndAsync();

        _journal.Complete();
        _journal.Complete();

        (List<string> answers, Status end) = await reading;
        Assert.AreSequenceEqual(["1", "2"], answers);
        Assert.AreEqual(StatusCode.InvalidArgument, end.StatusCode);
    }

    [TestMethod]
    public async Task Close_OfTheHouse_EndsASilentStreamWhichNobodyElseEnds()
    {
        await _serving.Rooms.CloseAsync().Within();

        await _serving.WhenIdleAsync().Within();
        Assert.AreEqual(Stopping, (await ReadToEndAsync()).End);
    }

    [TestMethod]
    public async Task Close_OfTheHouse_LetsWhatWasAcceptedBeAnsweredFirst()
    {
        await SayAsync("1", "2");
        await _journal.UntilAppendedAsync(2);

        await _serving.Rooms.CloseAsync().Within();
        Task idle = _serving.WhenIdleAsync();
        _journal.Complete();
        bool isEarly = idle.IsCompleted;
        _journal.Complete();
        (List<string> answers, Status end) = await ReadToEndAsync();

        Assert.IsFalse(isEarly);
        Assert.AreSequenceEqual(["1", "2"], answers);
        Assert.AreEqual(Stopping, end);
        await idle.Within();
    }

    [TestMethod]
    public async Task Client_ThatGoesAway_LeavesNoCallAndNoFailureUnobserved()
    {
        const string Reason = "It failed when nobody was there any more.";
        bool isUnobserved = false;
        EventHandler<UnobservedTaskExceptionEventArgs> notice =
            (_, e) => isUnobserved |= e.Exception.InnerExceptions.Any(inner => inner.Message == Reason);
        TaskScheduler.UnobservedTaskException += notice;
        try
        {
            await SayAsync("1", "2", "3");
            await _journal.UntilAppendedAsync(3);

            _call.Dispose();
            for (int i = 0; i < 3; i++)
            {
                _journal.Fail(new JournalBusyException(Reason));
            }

            await _serving.WhenIdleAsync().Within();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= notice;
        }

        Assert.IsFalse(isUnobserved);
    }

    private async Task SayAsync(params string[] contents)
    {
        foreach (string content in contents)
        {
            await _call.RequestStream.WriteAsync(new SendMessageRequest { RoomId = "shared", AuthorId = "a", Content = content }).Within();
        }
    }

    private async Task<(List<string> Answers, Status End)> ReadToEndAsync()
    {
        List<string> answers = [];
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).Within())
            {
                answers.Add(_call.ResponseStream.Current.Message.Content);
            }

            return (answers, _call.GetStatus());
        }
        catch (RpcException e)
        {
            return (answers, e.Status);
        }
    }
}
