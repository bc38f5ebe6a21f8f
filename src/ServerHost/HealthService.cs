using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Messenger.Grpc;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Messenger.ServerHost;

/// <summary>
/// Serves <c>grpc.health.v1.Health</c>, for probes and load balancers. All services have the health of the server. It is told also while the
/// server stops.
/// </summary>
/// <param name="health">The server's health.</param>
/// <param name="services">The full names of all services.</param>
internal sealed class HealthService(ServerHealth health, IEnumerable<string> services)
{
    /// <summary>The contract.</summary>
    public static readonly ServiceDescriptor Contract = HealthReflection.Descriptor.Services.Single();

    // The server as a whole has the empty name.
    private readonly FrozenSet<string> _names = services.Prepend("").ToFrozenSet();

    public ServerServiceDefinition Bind() =>
        new ServerServiceDefinitionBuilder(Contract)
            .AddMethod<HealthCheckRequest, HealthCheckResponse>("Check", CheckAsync)
            .AddMethod<HealthListRequest, HealthListResponse>("List", ListAsync)
            .AddMethod<HealthCheckRequest, HealthCheckResponse>("Watch", WatchAsync)
            .ServeWhileStopping()
            .Build();

    private Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, ServerCallContext context) =>
        _names.Contains(request.Service)
            ? Task.FromResult(Response(StatusOf(health.State)))
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no service of this name."));

    private Task<HealthListResponse> ListAsync(HealthListRequest request, ServerCallContext context)
    {
        HealthCheckResponse status = Response(StatusOf(health.State));
        var response = new HealthListResponse();
        foreach (string name in _names)
        {
            response.Statuses.Add(name, status);
        }

        return Task.FromResult(response);
    }

    private Task WatchAsync(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context) =>
        TellAsync(request.Service, responseStream, context.CancellationToken);

    /// <summary>
    /// Tells the health of a service, at once and whenever it has changed. Who is slow to read is told the state of then, and not those that
    /// have come and gone meanwhile.
    /// </summary>
    /// <exception cref="RpcException">The server stops, and that was told.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the call has ended.</exception>
    internal async Task TellAsync(string service, IServerStreamWriter<HealthCheckResponse> stream, CancellationToken cancellationToken)
    {
        bool isKnown = _names.Contains(service);
        ServingStatus? told = null;
        while (true)
        {
            ServerState state = health.State;
            ServingStatus status = isKnown ? StatusOf(state) : ServingStatus.ServiceUnknown;
            if (status != told)
            {
                await stream.WriteAsync(Response(status));
                told = status;
            }

            if (state.IsStopping)
            {
                throw new RpcException(ChatStatus.Stopping);
            }

            await state.IsOver.Task.WaitAsync(cancellationToken);
        }
    }

    private static ServingStatus StatusOf(ServerState state) => state.IsServing ? ServingStatus.Serving : ServingStatus.NotServing;

    private static HealthCheckResponse Response(ServingStatus status) => new() { Status = status };
}
