using Grpc.Health.V1;
using Messenger.Grpc;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Messenger.ServerHost;

/// <summary>Asks whether the server on this machine serves: what the container's HEALTHCHECK runs.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks for the health of the whole server.</summary>
    /// <returns>The exit code: 0 if it serves, else 1, and a sentence on the error stream.</returns>
    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        var check = new Method<HealthCheckRequest, HealthCheckResponse>(HealthService.Contract, "Check");
        var options = new CallOptions(Deadline: DateTime.UtcNow + Patience, CancellationToken: cancellationToken);
        using GrpcChannel channel = GrpcChannel.ForAddress(new Uri($"http://localhost:{port}"));
        try
        {
            HealthCheckResponse health = await channel.UnaryCallAsync(check, new HealthCheckRequest(), options);
            if (health.Status == ServingStatus.Serving)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"The server on port {port} does not serve at present.");
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"The server on port {port} does not answer: {e.Status.Detail}");
        }

        return 1;
    }
}
