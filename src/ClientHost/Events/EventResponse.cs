using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Messenger.ClientHost.Events;

/// <summary>The response that one browser reads: several parties write to it, and wait for each other and for the browser.</summary>
internal sealed class EventResponse : IDisposable
{
    private const int FlushAfterBytes = 64 << 10;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMinutes(2);

    private readonly HttpContext _context;
    private readonly TimeProvider _clock;

    // Held by whoever writes.
    private readonly SemaphoreSlim _writing = new(1);
    private long _lastWritten;

    private EventResponse(HttpContext context, TimeProvider clock)
    {
        _context = context;
        _clock = clock;
        _lastWritten = clock.GetTimestamp();
    }

    /// <summary>A response whose headers go out with the first frames.</summary>
    public static EventResponse Start(HttpContext context, TimeProvider clock)
    {
        // Kestrel would measure how fast the browser reads, and end it by that; here each flush has its time.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // For nginx, which would keep the events to itself until it has enough of them.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return new EventResponse(context, clock);
    }

    /// <summary>Writes frames, and returns when the browser has taken them, or what is between it and here.</summary>
    /// <exception cref="OperationCanceledException">The browser is gone, or has taken nothing for too long.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte[]> frames)
    {
        await _writing.WaitAsync(_context.RequestAborted);
        try
        {
            int unflushed = 0;
            for (int i = 0; i < frames.Length; i++)
            {
                _context.Response.BodyWriter.Write(frames.Span[i]);
                unflushed += frames.Span[i].Length;
                if (unflushed >= FlushAfterBytes)
                {
                    await FlushAsync();
                    unflushed = 0;
                }
            }

            await FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes a comment whenever nothing was written for a while.</summary>
    /// <param name="stop">Ends it.</param>
    public async Task BeatAsync(CancellationToken stop)
    {
        while (true)
        {
            TimeSpan left = HeartbeatInterval - _clock.GetElapsedTime(Volatile.Read(ref _lastWritten));
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, _clock, stop);
            }
            else
            {
                await WriteAsync(new[] { EventFrame.Heartbeat });
            }
        }
    }

    public void Dispose() => _writing.Dispose();

    private async ValueTask FlushAsync()
    {
        ValueTask<FlushResult> flush = _context.Response.BodyWriter.FlushAsync();
        try
        {
            // As a rule there is room for it already.
            _ = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(LongestFlush, _clock);
        }
        catch (TimeoutException e)
        {
            _context.Abort();
            throw new OperationCanceledException("The browser takes nothing.", e);
        }

        _context.RequestAborted.ThrowIfCancellationRequested();
        Volatile.Write(ref _lastWritten, _clock.GetTimestamp());
    }
}
