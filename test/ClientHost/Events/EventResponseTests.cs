using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Messenger.ClientHost.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Messenger.ClientHost.Tests.Events;

/// <summary>What a browser gets when nothing happens, and what becomes of one that takes nothing.</summary>
[TestClass]
public sealed class EventResponseTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly byte[] Frame = "data: x\n\n"u8.ToArray();

    [TestMethod]
    public async Task Beat_WhereNothingIsWritten_WritesACommentEvery15Seconds()
    {
        var clock = new SteppedClock();
        using var stop = new CancellationTokenSource();
        (DefaultHttpContext context, PipeReader browser) = Browser();
        using var response = EventResponse.Start(context, clock);
        Task beating = response.BeatAsync(stop.Token);

        for (int beat = 1; beat <= 3; beat++)
        {
            await Patience.Until(() => clock.Timers == 1, "the beat's pause");
            clock.Advance(Interval);
            Assert.AreEqual(":\n\n", await ReadAsync(browser));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => beating.Within());
    }

    [TestMethod]
    public async Task Beat_WhileOtherThingsAreWritten_WaitsForASilenceOf15Seconds()
    {
        var clock = new SteppedClock();
        using var stop = new CancellationTokenSource();
        (DefaultHttpContext context, PipeReader browser) = Browser();
        using var response = EventResponse.Start(context, clock);
        Task beating = response.BeatAsync(stop.Token);

        clock.Advance(Interval / 2);
        await response.WriteAsync(new[] { Frame });
        Assert.AreEqual("data: x\n\n", await ReadAsync(browser));
        clock.Advance(Interval / 2);
        await Patience.Until(() => clock.Timers == 1, "the beat's pause");
        Assert.IsFalse(browser.TryRead(out _));
        clock.Advance(Interval / 2);
        Assert.AreEqual(":\n\n", await ReadAsync(browser));

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => beating.Within());
    }

    [TestMethod]
    public async Task Write_ThatABrowserDoesNotTakeForTwoMinutes_EndsIt()
    {
        var clock = new SteppedClock();
        (DefaultHttpContext context, PipeReader _) = Browser(longest: Frame.Length);
        using var response = EventResponse.Start(context, clock);

        Task writing = response.WriteAsync(new[] { Frame, Frame }).AsTask();
        await Patience.Until(() => clock.Timers == 1, "the flush's time");
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.IsFalse(writing.IsCompleted);
        Assert.IsFalse(context.RequestAborted.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<OperationCanceledException>(() => writing.Within());
        Assert.IsTrue(context.RequestAborted.IsCancellationRequested);
    }

    [TestMethod]
    public async Task Write_OfMuch_WaitsForTheBrowserInBetween()
    {
        const int Frames = 5;
        byte[] large = new byte[40 << 10];
        (DefaultHttpContext context, PipeReader browser) = Browser(longest: 64 << 10);
        using var response = EventResponse.Start(context, new SteppedClock());

        Task writing = response.WriteAsync(Enumerable.Repeat(large, Frames).ToArray()).AsTask();
        Assert.IsFalse(writing.IsCompleted);
        int length = 0;
        while (length < Frames * large.Length)
        {
            ReadResult read = await browser.ReadAsync().AsTask().Within();
            Assert.IsLessThanOrEqualTo((64 << 10) + large.Length, read.Buffer.Length);
            length += (int)read.Buffer.Length;
            browser.AdvanceTo(read.Buffer.End);
        }

        await writing.Within();
    }

    private static (DefaultHttpContext Context, PipeReader Browser) Browser(int longest = 1 << 20)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: longest, resumeWriterThreshold: longest / 2));
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(pipe.Writer));
        var aborted = new CancellationTokenSource();
        context.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(aborted));
        return (context, pipe.Reader);
    }

    private static async Task<string> ReadAsync(PipeReader browser)
    {
        ReadResult read = await browser.ReadAsync().AsTask().Within();
        string text = Encoding.UTF8.GetString(read.Buffer.ToArray());
        browser.AdvanceTo(read.Buffer.End);
        return text;
    }

    private sealed class Lifetime(CancellationTokenSource aborted) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; } = aborted.Token;

        public void Abort() => aborted.Cancel();
    }

    private sealed class PipeBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => writer.CompleteAsync().AsTask();

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
