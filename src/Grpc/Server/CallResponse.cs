using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Messenger.Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Messenger.Grpc;

/// <summary>
/// A call's response on Kestrel's features: headers, frames, status. The method writes it, from one thread at a time; its end may come
/// from another thread meanwhile (deadline, shutdown): from then on nothing is written, and the method is told.
/// </summary>
internal sealed class CallResponse(IFeatureCollection features) : IFrameWriter
{
    private const int NoError = 0x0;
    private const int Cancel = 0x8;
    private const long NotFlushing = -1;

    internal static readonly Status NotRead = new(StatusCode.Aborted, "The peer does not read.");

    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();

    // Guards headers, body and trailers against two threads at a time, and the fields down to _flushed.
    // Only Kestrel's own locks are taken under it: nothing under it waits for the peer.
    private readonly Lock _responseLock = new();
    private bool _ended;
    private Task _outsideEnd = Task.CompletedTask;
    private Status? _outsideStatus;

    private long _flushingSince = NotFlushing;
    private TaskCompletionSource? _flushed;

    // The method's own.
    private readonly FrameBuffer _unflushed = new();

    public int UnflushedBytes => _unflushed.Length;

    /// <summary>The status it was ended with, or cut off, from outside; null if it was not.</summary>
    public Status? OutsideStatus
    {
        get
        {
            lock (_responseLock)
            {
                return _outsideStatus;
            }
        }
    }

    /// <summary>Whether writing has found the stream gone: known here before <c>RequestAborted</c> tells it. For the writer only.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Whether a flush has been waiting for the transport since <paramref name="tickCount"/> or before; ms of uptime.</summary>
    public bool IsFlushingSince(long tickCount)
    {
        lock (_responseLock)
        {
            return _flushingSince != NotFlushing && _flushingSince <= tickCount;
        }
    }

    /// <summary>Adds an entry to the headers, which are sent later.</summary>
    public void AddHeader(MetadataEntry header)
    {
        lock (_responseLock)
        {
            ThrowIfHeadersAreGoneLocked();
            Add(_response.Headers, header);
        }
    }

    /// <summary>Sends the headers, with metadata among them.</summary>
    public async Task SendHeadersAsync(Metadata? metadata)
    {
        ValueTask<FlushResult> flush;
        lock (_responseLock)
        {
            ThrowIfHeadersAreGoneLocked();
            AddMetadata(_response.Headers, metadata);
            flush = FlushLocked();
        }

        await WaitForFlushAsync(flush);
    }

    public void Write(ReadOnlySpan<byte> frame) => _unflushed.Append(frame);

    public ValueTask FlushAsync()
    {
        ValueTask<FlushResult> flush;
        lock (_responseLock)
        {
            ThrowIfEndedLocked();
            if (!TryWriteUnflushedLocked())
            {
                throw CutOff();
            }

            flush = FlushLocked();
        }

        if (!flush.IsCompletedSuccessfully)
        {
            return WaitForFlushAsync(flush);
        }

        ThrowIfCutOff(flush.Result);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the response with a status, which goes out when the request's processing completes.</summary>
    /// <returns>Null if this is the end; otherwise it has ended from outside before, and processing must go on until this completes.</returns>
    public Task? TryEnd(Status status, Metadata? trailers)
    {
        lock (_responseLock)
        {
            if (_ended)
            {
                return _outsideEnd;
            }

            // If the stream is gone, so is whoever would miss it.
            _ = TryWriteUnflushedLocked();
            EndLocked(status, trailers);
            return null;
        }
    }

    /// <summary>
    /// Ends the response with a status while the method still runs. False: it has ended before, and nothing was done.
    /// </summary>
    /// <param name="status">The status.</param>
    /// <param name="outsideEnd">Completes when whoever ends it is done with it.</param>
    public bool TryEndFromOutside(Status status, Task outsideEnd)
    {
        lock (_responseLock)
        {
            if (_ended)
            {
                return false;
            }

            EndLocked(status, null);
            _outsideEnd = outsideEnd;
            _outsideStatus = status;
            return true;
        }
    }

    /// <summary>
    /// After <see cref="TryEndFromOutside"/>: sends the status after what is on its way.
    /// </summary>
    /// <param name="patience">How long a flush that waits for the peer may go on before the stream is cut off.</param>
    /// <param name="reset">
    /// Whether the stream is then reset without an error, so that the client stops sending. That drops what Kestrel still holds because the
    /// peer has no window for it.
    /// </param>
    public async Task CompleteAsync(TimeSpan patience, bool reset)
    {
        try
        {
            // Kestrel's completing waits for nothing: a reset right after it would overtake the flush.
            await WhenFlushedAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            Reset(Cancel);
            return;
        }

        await _body.CompleteAsync();
        if (reset)
        {
            Reset(NoError);
        }
    }

    /// <summary>Cuts the stream off, whatever is still to be sent. False: the response has ended, and the stream may be another call's.</summary>
    public bool TryReset()
    {
        lock (_responseLock)
        {
            if (!_ended)
            {
                _outsideStatus = NotRead;
                Reset(Cancel);
            }

            return !_ended;
        }
    }

    private void Reset(int errorCode) => features.Get<IHttpResetFeature>()?.Reset(errorCode);

    private static void AddMetadata(IHeaderDictionary headers, Metadata? metadata)
    {
        foreach (MetadataEntry entry in metadata ?? [])
        {
            Add(headers, entry);
        }
    }

    private static void Add(IHeaderDictionary headers, MetadataEntry entry)
    {
        if (GrpcHeaders.MaySend(entry.Key))
        {
            // Not Append, which passes over an empty value.
            headers[entry.Key] = StringValues.Concat(headers[entry.Key], entry.Value);
        }
    }

    private ValueTask<FlushResult> FlushLocked()
    {
        ValueTask<FlushResult> flush = _body.Writer.FlushAsync();
        if (!flush.IsCompleted)
        {
            _flushingSince = Environment.TickCount64;
        }

        return flush;
    }

    // False: the stream or its connection is gone.
    private bool TryWriteUnflushedLocked()
    {
        if (UnflushedBytes == 0)
        {
            return true;
        }

        // Kestrel wants to be started before the first write. It runs to its end at once, since nothing of ours is hooked into it, and
        // sends nothing.
        if (!_response.HasStarted)
        {
            _body.StartAsync().GetAwaiter().GetResult();
        }

        return _unflushed.TryMoveTo(_body.Writer);
    }

    private void EndLocked(Status status, Metadata? trailers)
    {
        _ended = true;
        IHeaderDictionary target = _response.HasStarted
            ? features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : _response.Headers;
        target.SetStatus(status);
        AddMetadata(target, trailers);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForFlushAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            ThrowIfCutOff(await flush);
        }
        finally
        {
            lock (_responseLock)
            {
                _flushingSince = NotFlushing;
                _flushed?.TrySetResult();
            }
        }
    }

    private Task WhenFlushedAsync()
    {
        lock (_responseLock)
        {
            if (_flushingSince == NotFlushing)
            {
                return Task.CompletedTask;
            }

            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _flushed.Task;
        }
    }

    private void ThrowIfCutOff(FlushResult flushed)
    {
        if (flushed.IsCompleted)
        {
            throw CutOff();
        }
    }

    private OperationCanceledException CutOff()
    {
        IsCutOff = true;
        return new OperationCanceledException("The call has ended: the stream or its connection is gone.");
    }

    private void ThrowIfHeadersAreGoneLocked()
    {
        ThrowIfEndedLocked();
        if (_response.HasStarted)
        {
            throw new InvalidOperationException("The response's headers were sent already.");
        }
    }

    private void ThrowIfEndedLocked()
    {
        if (_ended)
        {
            throw new OperationCanceledException("The call has ended.");
        }
    }
}
