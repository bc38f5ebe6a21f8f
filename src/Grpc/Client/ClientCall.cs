using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>
/// One call on an HTTP/2 stream: sends the request, judges the response's headers, reads its messages, and turns every way to fail into an
/// <see cref="RpcException"/>. For one reader, one call at a time; disposing it and asking for its status may be done from any thread.
/// Disposing resets the stream.
/// </summary>
internal sealed class ClientCall<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private const int LongestForeignBody = 16 << 10;

    private static readonly TimeSpan ForeignBodyPatience = TimeSpan.FromSeconds(0.5);

    private readonly GrpcChannel _channel;
    private readonly HttpMessageInvoker _connections;
    private readonly MessageParser<TResponse> _parser;
    private readonly CallOptions _options;
    private readonly RequestContent _content;
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _cancellation;

    // Can be used when its source is disposed of, too.
    private readonly CancellationToken _token;
    private readonly Task<HttpResponseMessage> _response;
    private FrameReader? _messages;
    private volatile Ending? _ending;
    private int _disposed;

    public ClientCall(GrpcChannel channel, string path, RequestContent content, MessageParser<TResponse> parser, CallOptions options)
    {
        _channel = channel;
        _connections = channel.Connections;
        _parser = parser;
        _options = options;
        _content = content;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, channel.Disposal, _deadline.Token);
        _token = _cancellation.Token;
        if (options.Deadline - DateTime.UtcNow is { } left && left < GrpcTimeout.LongestTimer)
        {
            _deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        _response = SendAsync(channel.CreateRequest(path, _content, options));
    }

    /// <summary>Completes when the request has gone out; fails when the call has failed before.</summary>
    public Task Sent => _content.Sent;

    /// <summary>How the call ended; null while it has not.</summary>
    public Status? Status => _ending?.Status;

    /// <summary>What came along with the status.</summary>
    public Metadata Trailers => _ending?.Trailers ?? [];

    /// <summary>How the call ended, for those who are told of it once more; only when it has ended.</summary>
    public RpcException Failure => _ending!.ToException();

    /// <summary>Cancelled when the call is cancelled, disposed of, or past its deadline.</summary>
    public CancellationToken Token => _token;

    /// <summary>The response's metadata, when it is open.</summary>
    public async Task<Metadata> ReadHeadersAsync() => ResponseHeaders.MetadataOf((await _response).Headers);

    /// <summary>The next message; null when the call has ended with OK.</summary>
    public async Task<TResponse?> ReadAsync()
    {
        // With a status in its headers it ends the call by itself.
        HttpResponseMessage response = await _response;
        if (Status is { } ended)
        {
            return ended.StatusCode == StatusCode.OK ? null : throw Failure;
        }

        try
        {
            _messages ??= new FrameReader(
                PipeReader.Create(await response.Content.ReadAsStreamAsync(_token)),
                ResponseHeaders.ValueOf(response.Headers, GrpcHeaders.Encoding),
                _channel.MaxReceiveMessageSize);
            if (await _messages.ReadAsync(_parser, _token) is { } message)
            {
                return message;
            }

            End(response.TrailingHeaders);
            return null;
        }
        catch (Exception e)
        {
            RpcException failure = Fail(e, isUnprocessed: false);
            response.Dispose();
            throw failure;
        }
    }

    /// <summary>Ends the call, if it has not ended.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was cancelled before that.
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Cancel();
            _ = DisposeResponseAsync();
        }
    }

    private static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));

    // Fails with nothing but RpcException.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await _connections.SendAsync(request, _token);
            await JudgeAsync(response);
            return response;
        }
        catch (Exception e)
        {
            RpcException failure = Fail(e, response is null && (_content.IsUnsent || HttpErrors.IsUnprocessed(e)));
            response?.Dispose();
            _content.Fail(failure);
            throw failure;
        }
    }

    private async Task JudgeAsync(HttpResponseMessage response)
    {
        if (response.Headers.Contains(GrpcHeaders.Status))
        {
            // Trailers-only: the status stands where else the headers do, and no message comes.
            End(response.Headers);
            return;
        }

        RpcException? failure = null;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            failure = Error(HttpErrors.CodeOf(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode}.");
        }
        else if (!GrpcHeaders.IsGrpcContentType(response.Content.Headers.ContentType?.ToString()))
        {
            failure = Error(StatusCode.Unknown, $"The server answered with content of type '{response.Content.Headers.ContentType}'.");
        }

        if (failure is not null)
        {
            // A status in the trailers is the server's own word, and outranks what HTTP says.
            if (await TryReadToTrailersAsync(response) && response.TrailingHeaders.Contains(GrpcHeaders.Status))
            {
                End(response.TrailingHeaders);
            }

            throw failure;
        }
    }

    // A body that is no stream of messages is read to its end, if that comes soon.
    private async Task<bool> TryReadToTrailersAsync(HttpResponseMessage response)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_token);
        patience.CancelAfter(ForeignBodyPatience);
        byte[] bytes = new byte[LongestForeignBody];
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
            return await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token) < bytes.Length;
        }
        catch (OperationCanceledException) when (!_token.IsCancellationRequested)
        {
            return false;
        }
    }

    // Takes the status from headers or trailers; throws if it is not OK.
    private void End(HttpHeaders headers)
    {
        Status status = ResponseHeaders.StatusOf(headers)
            ?? throw Error(StatusCode.Unknown, "The server ended the call without a status.");
        SetEnding(new Ending(status, ResponseHeaders.MetadataOf(headers)));
        if (status.StatusCode != StatusCode.OK)
        {
            throw Failure;
        }
    }

    private RpcException Fail(Exception exception, bool isUnprocessed)
    {
        RpcException failure = exception as RpcException
            ?? new RpcException(StatusOf(exception), null, exception) { IsUnprocessed = isUnprocessed };
        if (HttpErrors.IsComplaint(exception))
        {
            _channel.EnhanceCalm(_connections);
        }

        SetEnding(new Ending(failure.Status, failure.Trailers, failure));
        return failure;
    }

    private Status StatusOf(Exception exception)
    {
        if (!_token.IsCancellationRequested)
        {
            return HttpErrors.ToStatus(exception, _options.Deadline);
        }

        // Not the clock is asked: the timer may be some milliseconds ahead of it.
        return _deadline.IsCancellationRequested
            ? new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")
            : new Status(StatusCode.Cancelled, "The call was cancelled.");
    }

    private void SetEnding(Ending ending)
    {
        _ending = ending;
        _content.Stop();
    }

    private async Task DisposeResponseAsync()
    {
        try
        {
            HttpResponseMessage response = await _response;
            response.Dispose();
        }
        catch (RpcException)
        {
            // There is no response to dispose of; whoever reads the call is told why.
        }

        _cancellation.Dispose();
        _deadline.Dispose();
    }

    // One reference, since a writer may ask while the reader comes to the end.
    private sealed record Ending(Status Status, Metadata Trailers, RpcException? Failure = null)
    {
        public RpcException ToException() =>
            new(Status, Trailers, Failure?.InnerException) { IsUnprocessed = Failure?.IsUnprocessed ?? false };
    }
}
