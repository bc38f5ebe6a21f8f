using System.Net;

namespace Messenger.Grpc;

/// <summary>
/// The requests of a call that has a stream of them: the body stays open until they are complete or the call has ended. For one writer;
/// <see cref="Stop"/> may come from any thread.
/// </summary>
internal sealed class RequestStreamContent : RequestContent
{
    private readonly TaskCompletionSource<Stream> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Not disposed of: a write may look at its token for longer than the call lives, and it has no timer.
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sends a frame; completes when the connection has taken it.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> frame)
    {
        Stream body = await _body.Task.WaitAsync(_stop.Token);
        await body.WriteAsync(frame, _stop.Token);
        await body.FlushAsync(_stop.Token);
    }

    /// <summary>Ends the body after what was written.</summary>
    public void Complete() => _complete.TrySetResult();

    public override void Stop() => _stop.Cancel();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_body.Task.IsCompleted)
        {
            // HttpClient tries again by itself what the server has refused, but the messages are gone.
            throw new IOException("The server refused the stream when requests may have been written to it.");
        }

        // Cancelled when the stream is over: so is the body then, whether or not anybody reads how the call has ended.
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static content => ((RequestStreamContent)content!).Stop(), this);

        // The headers go out with that: the server may have something to say before the first request.
        await stream.FlushAsync(cancellationToken);
        _body.SetResult(stream);
        SetSent();

        // Thrown out of here, the cancellation resets the stream. A return would tell the server that the requests are complete.
        await _complete.Task.WaitAsync(_stop.Token);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
