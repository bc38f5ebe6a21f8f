using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>
/// One call on an HTTP/2 stream: sends the request, judges the response's headers, reads its messages, and turns every way to fail into an
/// <see cref="RpcException"/>. For one reader, one call at a time; disposing it, from any thread, resets the stream.
/// </summary>
internal sealed class ClientCall<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly GrpcChannel _channel;
    private readonly MessageParser<TResponse> _parser;
    private readonly CallOptions _options;
    private readonly RequestContent _content;
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _cancellation;
    private readonly Task<HttpResponseMessage> _response;
    private FrameReader? _messages;
    private int _disposed;

    public ClientCall(GrpcChannel channel, string path, IMessage request, MessageParser<TResponse> parser, CallOptions options)
    {
        _channel = channel;
        _parser = parser;
        _options = options;
        _content = new RequestContent(request);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, _deadline.Token);
        if (options.Deadline - DateTime.UtcNow is { } left && left < LongestTimer)
        {
            _deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        _response = SendAsync(channel.CreateRequest(path, _content, options));
    }

    /// <summary>Completes when the request has gone out.</summary>
    public Task Sent => _content.Sent;

    /// <summary>How the call ended; null while it has not.</summary>
    public Status? Status { get; private set; }

    /// <summary>What came along with the status.</summary>
    public Metadata Trailers { get; private set; } = [];

    /// <summary>The response's metadata, when it is open.</summary>
    public async Task<Metadata> ReadHeadersAsync() => MetadataOf((await _response).Headers);

    /// <summary>The next message; null when the call has ended with OK.</summary>
    public async Task<TResponse?> ReadAsync()
    {
        // Before the status is looked at: a response may be nothing but a status.
        HttpResponseMessage response = await _response;
        if (Status is { } ended)
        {
            return ended.StatusCode == StatusCode.OK ? null : throw new RpcException(ended, Trailers);
        }

        try
        {
            _messages ??= new FrameReader(
                PipeReader.Create(await response.Content.ReadAsStreamAsync(_cancellation.Token)),
                HeaderOf(response, GrpcHeaders.Encoding),
                _channel.MaxReceiveMessageSize);
            if (await _messages.ReadAsync(_parser, _cancellation.Token) is { } message)
            {
                return message;
            }

            End(response.TrailingHeaders);
            return null;
        }
        catch (Exception e)
        {
            throw Failure(e);
        }
    }

    public void Cancel() => _cancellation.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _cancellation.Cancel();
            _ = DisposeResponseAsync();
        }
    }

    private static RpcException Error(StatusCode code, string detail, Exception? inner = null) => new(new Status(code, detail), null, inner);

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    private static Metadata MetadataOf(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        Metadata metadata = [];
        foreach ((string name, IEnumerable<string> values) in headers)
        {
            MetadataHeaders.Add(metadata, name, values);
        }

        return metadata;
    }

    // Fails with nothing but RpcException.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        try
        {
            HttpResponseMessage response = await _channel.SendAsync(request, _cancellation.Token);
            if (response.Headers.Contains(GrpcHeaders.Status))
            {
                // Trailers-only: the status stands where else the headers do, and no message comes.
                End(response.Headers);
            }
            else if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Error(HttpErrors.CodeOf(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode}.");
            }
            else if (!GrpcHeaders.IsGrpcContentType(response.Content.Headers.ContentType?.ToString()))
            {
                throw Error(StatusCode.Unknown, $"The server answered with content of type '{response.Content.Headers.ContentType}'.");
            }

            return response;
        }
        catch (Exception e)
        {
            throw Failure(e);
        }
    }

    // Takes the status from headers or trailers; throws if it is not OK.
    private void End(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        Dictionary<string, string> values = headers.ToDictionary(
            header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        if (!values.TryGetValue(GrpcHeaders.Status, out string? number))
        {
            throw Error(StatusCode.Unknown, "The server ended the call without a status.");
        }

        StatusCode code = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 16
            ? (StatusCode)value
            : StatusCode.Unknown;
        var status = new Status(code, StatusMessage.Decode(values.GetValueOrDefault(GrpcHeaders.Message, "")));
        Trailers = MetadataOf(headers);
        Status = status;
        if (code != StatusCode.OK)
        {
            throw new RpcException(status, Trailers);
        }
    }

    private RpcException Failure(Exception exception)
    {
        RpcException failure = exception switch
        {
            RpcException e => e,
            // Not the clock is asked: the timer may be a moment ahead of it.
            OperationCanceledException e when _deadline.IsCancellationRequested =>
                Error(StatusCode.DeadlineExceeded, "The deadline has passed.", e),
            OperationCanceledException e when !_cancellation.IsCancellationRequested =>
                Error(StatusCode.Unavailable, "The connection to the server failed: connecting took too long.", e),
            OperationCanceledException e => Error(StatusCode.Cancelled, "The call was cancelled.", e),
            _ => HttpErrors.ToRpcException(exception, _channel, _options.Deadline),
        };
        Status = failure.Status;
        Trailers = failure.Trailers;
        return failure;
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
}
