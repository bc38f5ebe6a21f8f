using System.Collections.Frozen;
using System.Diagnostics;
using Messenger.Grpc.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Messenger.Grpc;

/// <summary>
/// What Kestrel runs for each request: finds the method, judges whether the request is a gRPC call at all, and has it served. There is no
/// pipeline and no routing between.
/// </summary>
internal sealed class GrpcApplication : IHttpApplication<IFeatureCollection>
{
    private readonly FrozenDictionary<string, MethodHandler> _handlers;
    private readonly FrozenSet<string> _services;
    private readonly FrozenSet<MethodHandler> _servedWhileStopping;
    private readonly OpenCalls _openCalls;
    private readonly GrpcServerOptions _options;
    private readonly IServerCallObserver? _observer;
    private readonly ILogger _logger;

    public GrpcApplication(
        IReadOnlyCollection<ServerServiceDefinition> services,
        OpenCalls openCalls,
        GrpcServerOptions options,
        IServerCallObserver? observer,
        ILogger logger)
    {
        _handlers = services.SelectMany(service => service.Handlers).ToFrozenDictionary();
        _services = services.Select(service => service.ServiceName).ToFrozenSet();
        _servedWhileStopping =
            services.Where(service => service.IsServedWhileStopping).SelectMany(service => service.Handlers.Values).ToFrozenSet();
        _openCalls = openCalls;
        _options = options;
        _observer = observer;
        _logger = logger;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        string? contentType = request.Headers.ContentType;
        if (request.Method != HttpMethods.Post)
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
            return Task.CompletedTask;
        }

        if (!_handlers.TryGetValue(request.Path, out MethodHandler? handler))
        {
            RefuseUnknown(request.Path, contentType, response);
            return Task.CompletedTask;
        }

        if (!GrpcHeaders.IsGrpcContentType(contentType))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            response.Headers.SetStatus(
                new Status(StatusCode.Internal, $"Content-Type '{contentType}' is not supported: it must be application/grpc."));
            return Task.CompletedTask;
        }

        if (request.Protocol != HttpProtocol.Http2)
        {
            response.StatusCode = StatusCodes.Status426UpgradeRequired;
            response.Headers.Upgrade = HttpProtocol.Http2;
            response.Headers.SetStatus(new Status(StatusCode.Internal, $"The request is {request.Protocol}: gRPC needs HTTP/2."));
            return Task.CompletedTask;
        }

        response.Headers.ContentType = GrpcHeaders.ContentType;
        return ServeAsync(context, handler, response);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private void RefuseUnknown(string path, string? contentType, IHttpResponseFeature response)
    {
        if (!GrpcHeaders.IsGrpcContentType(contentType))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // /package.Service/Method
        bool isServiceKnown = path.LastIndexOf('/') is > 0 and var end && _services.Contains(path[1..end]);
        response.Headers.ContentType = GrpcHeaders.ContentType;
        var status = new Status(StatusCode.Unimplemented, isServiceKnown ? "Method is unimplemented." : "Service is unimplemented.");
        response.Headers.SetStatus(status);
        _observer?.OnCallEnded(null, status, null, TimeSpan.Zero);
    }

    private async Task ServeAsync(IFeatureCollection features, MethodHandler handler, IHttpResponseFeature response)
    {
        long begun = Stopwatch.GetTimestamp();
        var call = new ServerCall(features, handler, _options, _logger);

        // What is served all the same is not counted: a stop does not wait for it.
        if (_openCalls.TryAdd(call) is { } refusal && !_servedWhileStopping.Contains(handler))
        {
            response.Headers.SetStatus(refusal);
            _observer?.OnCallEnded(handler.Name, refusal, null, Stopwatch.GetElapsedTime(begun));
            return;
        }

        try
        {
            Status status = await call.RunAsync();
            _observer?.OnCallEnded(handler.Name, status, call.Cause, Stopwatch.GetElapsedTime(begun));
        }
        finally
        {
            _openCalls.Remove(call);
        }
    }
}
