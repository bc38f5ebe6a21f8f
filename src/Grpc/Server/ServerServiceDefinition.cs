namespace Messenger.Grpc;

/// <summary>A service and what serves each method of its contract. Made by <see cref="ServerServiceDefinitionBuilder"/>.</summary>
public sealed class ServerServiceDefinition
{
    internal ServerServiceDefinition(string serviceName, IReadOnlyDictionary<string, MethodHandler> handlers)
    {
        ServiceName = serviceName;
        Handlers = handlers;
    }

    /// <summary>The service's full name: <c>package.Service</c>.</summary>
    public string ServiceName { get; }

    internal IReadOnlyDictionary<string, MethodHandler> Handlers { get; }
}
