using Google.Protobuf;
using Messenger.Grpc.Protocol;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Messenger.Grpc;

/// <summary>
/// One call: what the method sees of it, and its end, which comes from the method or from outside (deadline, shutdown), whichever is
/// first.
/// </summary>
internal sealed class ServerCall : ServerCallContext
{
    // What is on its way when a call is ended from outside gets so much time to arrive.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly IFeatureCollection _features;
    private readonly IHttpRequestFeature _request;
    private readonly IHttpRequestLifetimeFeature _lifetime;
    private readonly FrameReader _requests;
    private readonly CallResponse _response;
    private readonly GrpcServerOptions _options;
    private readonly ILogger _logger;

    // Guards _cancellation and _isOver. Taken alone.
    private readonly Lock _cancellationLock = new();
    private CancellationTokenSource? _cancellation;
    private bool _isOver;

    // Reading has found the request's stream gone: known here before RequestAborted tells it.
    private volatile bool _isRequestCutOff;

    public ServerCall(IFeatureCollection features, MethodHandler handler, GrpcServerOptions options, ILogger logger)
    {
        Handler = handler;
        _features = features;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        _requests = new FrameReader(
            features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader,
            _request.Headers[GrpcHeaders.Encoding],
            options.MaxReceiveMessageSize);
        _response = new CallResponse(features);
        _options = options;
        _logger = logger;
        if (_request.Headers[GrpcHeaders.Timeout] is [{ } timeout, ..])
        {
            Deadline = DeadlineAfter(timeout);
        }
    }

    /// <summary>What serves it.</summary>
    public MethodHandler Handler { get; }

    /// <summary>The inner exception of what it has failed with; null if there is none.</summary>
    public Exception? Cause { get; private set; }

    /// <summary>The response's messages.</summary>
    public IFrameWriter Responses => _response;

    public override string Method => _request.Path;

    public override string Host => _request.Headers.Host.ToString();

    public override string Peer =>
        _features.Get<IHttpConnectionFeature>() is { } connection
            ? PeerAddress.Of(connection.RemoteIpAddress, connection.RemotePort)
            : PeerAddress.Of(null, 0);

    public override DateTime Deadline { get; } = DateTime.MaxValue;

    public override Metadata RequestHeaders => field ??= ReadRequestHeaders();

    public override string? GetRequestHeader(string key)
    {
        StringValues values = _request.Headers[key];
        if (values.Count == 0)
        {
            return null;
        }

        Metadata metadata = [];
        MetadataHeaders.Add(metadata, key, values, refusesText: true);
        return metadata.GetValue(key);
    }

    public override Metadata ResponseTrailers => field ??= [];

    public override Status Status
    {
        get => _response.OutsideStatus ?? ConnectionFault ?? field;
        set;
    } = Status.OK;

    // Only of a call that was cut off with it, and not of one that ends by itself meanwhile.
    private Status? ConnectionFault => IsCutOff ? _features.Get<WatchedConnection>()?.Fault : null;

    private bool IsCutOff
    {
        get
        {
            lock (_cancellationLock)
            {
                return _isRequestCutOff || _response.IsCutOff || _cancellation is { IsCancellationRequested: true };
            }
        }
    }

    public override CancellationToken CancellationToken
    {
        get
        {
            lock (_cancellationLock)
            {
                if (_isOver)
                {
                    return new CancellationToken(canceled: true);
                }

                _cancellation ??= CancellationTokenSource.CreateLinkedTokenSource(_lifetime.RequestAborted);
                return _cancellation.Token;
            }
        }
    }

    public override void AddResponseHeader(MetadataEntry header) => _response.AddHeader(header);

    public override Task WriteResponseHeadersAsync(Metadata? headers = null) => _response.SendHeadersAsync(headers);

    /// <summary>The one request of a call that has one.</summary>
    public async ValueTask<T> ReadRequestAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return await _requests.ReadSingleAsync(parser);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            ServerLog.CallCancelled(_logger, Method, Peer);
            throw new RpcException(new Status(StatusCode.Cancelled, "The client cut its request off."), null, e);
        }
    }

    /// <summary>The next request of a call that has a stream of them; null after the last.</summary>
    /// <exception cref="RpcException">The request is bad.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled, after which reading can go on; or the client has cut its request off.
    /// </exception>
    public async ValueTask<T?> ReadNextRequestAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        try
        {
            return await _requests.ReadAsync(parser, cancellationToken);
        }
        catch (IOException e)
        {
            _isRequestCutOff = true;
            throw new OperationCanceledException("The client cut its request off.", e);
        }
    }

    /// <summary>Serves the call, to its end, and returns the status that it has ended with.</summary>
    public async Task<Status> RunAsync()
    {
        using Timer? deadline = StartDeadlineTimer();
        Status status;
        Metadata? trailers = null;
        try
        {
            await Handler.HandleAsync(this);
            status = Status;
            trailers = ResponseTrailers;
        }
        catch (Exception e)
        {
            (status, trailers) = End(e);
        }

        if (_response.TryEnd(status, trailers) is { } outsideEnd)
        {
            // Kestrel's features are in use until then.
            await outsideEnd;
        }

        EndCancellation()?.Dispose();
        return _response.OutsideStatus ?? status;
    }

    /// <summary>
    /// Ends the call from outside, if it has not ended: the client gets the status after what is on its way to it, and the method is
    /// cancelled.
    /// </summary>
    public Task StopAsync(Status status) => EndFromOutsideAsync(status, reset: false);

    /// <summary>Cuts the call off if a flush has been waiting for the peer for longer than allowed.</summary>
    public void ResetIfStuck(long now)
    {
        if (!_response.IsFlushingSince(now - (long)_options.FlushTimeout.TotalMilliseconds))
        {
            return;
        }

        string method = Method;
        string peer = Peer;
        if (_response.TryReset())
        {
            ServerLog.PeerDoesNotRead(_logger, method, peer, _options.FlushTimeout);
        }
    }

    // How the call ends after what its method has thrown.
    private (Status Status, Metadata? Trailers) End(Exception thrown)
    {
        switch (thrown)
        {
            case RpcException e when e.StatusCode != StatusCode.OK:
                Cause = e.InnerException;
                return (e.Status, [.. ResponseTrailers, .. e.Trailers]);
            case OperationCanceledException when _response.OutsideStatus is not null:
                // It was ended from outside, and the client has its status already.
                return (Status, null);
            case OperationCanceledException or IOException
                when _isRequestCutOff || _response.IsCutOff || CancellationToken.IsCancellationRequested:
                ServerLog.CallCancelled(_logger, Method, Peer);
                return (ConnectionFault ?? new Status(StatusCode.Cancelled, "The call was cancelled."), null);
            default:
                ServerLog.MethodFailed(_logger, Method, thrown);
                return (new Status(StatusCode.Unknown, "Exception was thrown by handler."), null);
        }
    }

    private async Task EndFromOutsideAsync(Status status, bool reset)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_response.TryEndFromOutside(status, done.Task))
        {
            return;
        }

        try
        {
            EndCancellation()?.Cancel();
        }
        catch (AggregateException e)
        {
            // Thrown by what the method has registered on its token.
            ServerLog.EndingFailed(_logger, Method, e);
        }

        try
        {
            await _response.CompleteAsync(LongestEnd, reset);
        }
        catch (Exception e)
        {
            // Nobody awaits this but the call itself, which has to come to its end.
            ServerLog.EndingFailed(_logger, Method, e);
        }

        done.SetResult();
    }

    // From now on the method's token is a cancelled one; what it has had until now is the caller's to cancel or to dispose of.
    private CancellationTokenSource? EndCancellation()
    {
        lock (_cancellationLock)
        {
            _isOver = true;
            return _cancellation;
        }
    }

    private DateTime DeadlineAfter(string timeout)
    {
        if (!GrpcTimeout.TryParse(timeout, out TimeSpan span))
        {
            ServerLog.TimeoutIgnored(_logger, timeout, Method);
            return DateTime.MaxValue;
        }

        DateTime now = DateTime.UtcNow;
        return span < DateTime.MaxValue - now ? now + span : DateTime.MaxValue;
    }

    private Timer? StartDeadlineTimer()
    {
        TimeSpan left = Deadline - DateTime.UtcNow;
        return left > GrpcTimeout.LongestTimer
            ? null
            : new Timer(
                static call => _ = ((ServerCall)call!).EndFromOutsideAsync(
                    new Status(StatusCode.DeadlineExceeded, "The deadline has passed."), reset: true),
                this,
                left > TimeSpan.Zero ? left : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan);
    }

    private Metadata ReadRequestHeaders()
    {
        Metadata metadata = [];
        foreach ((string name, StringValues values) in _request.Headers)
        {
            MetadataHeaders.Add(metadata, name, values, refusesText: true);
        }

        return metadata;
    }
}
