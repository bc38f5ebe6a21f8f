using Google.Protobuf.Reflection;

namespace Messenger.Grpc;

/// <summary>A service and what serves each method of its contract. Made by <see cref="ServerServiceDefinitionBuilder"/>.</summary>
public sealed class ServerServiceDefinition
{
    internal ServerServiceDefinition(
        ServiceDescriptor descriptor, IReadOnlyDictionary<string, MethodHandler> handlers, bool isServedWhileStopping)
    {
        Descriptor = descriptor;
        Handlers = handlers;
        IsServedWhileStopping = isServedWhileStopping;
    }

    /// <summary>The service's contract.</summary>
    public ServiceDescriptor Descriptor { get; }

    /// <summary>The service's full name: <c>package.Service</c>.</summary>
    public string ServiceName => Descriptor.FullName;

    /// <summary>Whether its new calls are served where all others are refused.</summary>
    internal bool IsServedWhileStopping { get; }

    internal IReadOnlyDictionary<string, MethodHandler> Handlers { get; }
}
