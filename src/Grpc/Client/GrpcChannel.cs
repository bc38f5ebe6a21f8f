using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>
/// Calls to one server, over as few connections as they need, which are made and made again when there are calls. All members may be called
/// from any thread.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private const int MostInvokers = 8;

    private static readonly string UserAgent = $"grpc-messenger-dotnet/{typeof(GrpcChannel).Assembly.GetName().Version?.ToString(3)}";

    private static readonly TimeSpan LongestPingDelay = TimeSpan.FromHours(1);

    private readonly Uri _address;
    private readonly GrpcChannelOptions _options;

    // Not disposed of: calls may look at its token for longer than the channel lives, and it has no timer.
    private readonly CancellationTokenSource _disposal = new();

    // Guards the fields below. Nothing else is taken under it.
    private readonly Lock _handlersLock = new();
    private readonly List<HttpMessageInvoker> _invokers = [];
    private TimeSpan _keepAlivePingDelay;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
    {
        _address = address;
        _options = options;
        _keepAlivePingDelay = options.KeepAlivePingDelay;
        _invokers.Add(CreateInvoker());
    }

    /// <summary>A channel to a server, which need not be there yet.</summary>
    /// <param name="address"><c>http://host:port</c>, for HTTP/2 without TLS, or <c>https://host:port</c>.</param>
    /// <param name="options">Settings.</param>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions? options = null) => new(address, options ?? new GrpcChannelOptions());

    /// <summary>Calls a method with one request and one response.</summary>
    /// <exception cref="ArgumentException">The method is of another kind.</exception>
    /// <exception cref="RpcException">The call failed: by the server's word, or on its way.</exception>
    public async Task<TResponse> UnaryCallAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using AsyncUnaryCall<TResponse> call = UnaryCall(method, request, options);
        return await call.ResponseAsync;
    }

    /// <summary>Calls a method with one request and one response, for those who want the response's headers too.</summary>
    /// <exception cref="ArgumentException">The method is of another kind.</exception>
    public AsyncUnaryCall<TResponse> UnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        string path = method.Expect(MethodType.Unary).FullName;
        return new AsyncUnaryCall<TResponse>(
            new ClientCall<TResponse>(this, path, new SingleRequestContent(request), method.ResponseParser, options));
    }

    /// <summary>Calls a method with one request and a stream of responses.</summary>
    /// <exception cref="ArgumentException">The method is of another kind.</exception>
    public AsyncServerStreamingCall<TResponse> ServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        string path = method.Expect(MethodType.ServerStreaming).FullName;
        return new AsyncServerStreamingCall<TResponse>(
            new ClientCall<TResponse>(this, path, new SingleRequestContent(request), method.ResponseParser, options));
    }

    /// <summary>
    /// Calls a method with a stream of requests and a stream of responses. The call is opened at once, before the first request.
    /// </summary>
    /// <exception cref="ArgumentException">The method is of another kind.</exception>
    public AsyncDuplexStreamingCall<TRequest, TResponse> DuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        string path = method.Expect(MethodType.DuplexStreaming).FullName;
        var content = new RequestStreamContent();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new ClientCall<TResponse>(this, path, content, method.ResponseParser, options), content);
    }

    /// <summary>
    /// Calls from now on go over new connections: for those who doubt that the old ones still lead anywhere, and do not want to wait until a
    /// ping tells. Calls that are open go on over theirs.
    /// </summary>
    public void Reconnect()
    {
        lock (_handlersLock)
        {
            AddInvokerLocked();
        }
    }

    /// <summary>
    /// Ends all calls and closes the connections. One that was replaced several times over closes when it has been idle for a minute.
    /// </summary>
    public void Dispose()
    {
        // The connections would let their calls go on.
        _disposal.Cancel();
        lock (_handlersLock)
        {
            _invokers.ForEach(invoker => invoker.Dispose());
        }
    }

    internal TimeSpan KeepAlivePingDelay
    {
        get
        {
            lock (_handlersLock)
            {
                return _keepAlivePingDelay;
            }
        }
    }

    internal int MaxReceiveMessageSize => _options.MaxReceiveMessageSize;

    /// <summary>What new calls go over.</summary>
    internal HttpMessageInvoker Connections
    {
        get
        {
            lock (_handlersLock)
            {
                return _invokers[^1];
            }
        }
    }

    /// <summary>Cancelled when the channel is disposed of.</summary>
    internal CancellationToken Disposal => _disposal.Token;

    internal HttpRequestMessage CreateRequest(string path, HttpContent content, CallOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue(GrpcHeaders.ContentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent);
        request.Headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.Identity);
        if (options.Deadline is { } deadline)
        {
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(deadline - DateTime.UtcNow));
        }

        foreach (MetadataEntry entry in options.Headers ?? [])
        {
            if (GrpcHeaders.MaySend(entry.Key) && entry.Key != GrpcHeaders.AcceptEncoding)
            {
                request.Headers.TryAddWithoutValidation(entry.Key, entry.Value);
            }
        }

        return request;
    }

    /// <summary>
    /// A server complained of too many pings: connections from now on ask half as often. The old ones end with their calls.
    /// </summary>
    /// <param name="connections">What the complaint was about: all calls over them hear it, and it counts once.</param>
    internal void EnhanceCalm(HttpMessageInvoker connections)
    {
        lock (_handlersLock)
        {
            if (connections != _invokers[^1] || _keepAlivePingDelay >= LongestPingDelay)
            {
                return;
            }

            _keepAlivePingDelay = TimeSpan.FromTicks(Math.Min(2 * _keepAlivePingDelay.Ticks, LongestPingDelay.Ticks));
            AddInvokerLocked();
        }
    }

    private void AddInvokerLocked()
    {
        _invokers.Add(CreateInvoker());
        if (_invokers.Count > MostInvokers)
        {
            // Not disposed of: a call may be about to use it, and its connections are still to be pinged. They close when they are idle.
            _invokers.RemoveAt(0);
        }
    }

    private HttpMessageInvoker CreateInvoker() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = _options.ConnectTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = _keepAlivePingDelay,
        KeepAlivePingTimeout = _options.KeepAlivePingTimeout,
    });
}
