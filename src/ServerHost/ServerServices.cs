using Google.Protobuf.Reflection;
using Messenger.Grpc;

namespace Messenger.ServerHost;

/// <summary>All that is served: the chat, and what a server tells about itself.</summary>
internal static class ServerServices
{
    /// <summary>Binds all services.</summary>
    /// <param name="chat">The services of the chat.</param>
    /// <param name="health">What the server's health is told by.</param>
    /// <param name="stopping">Cancelled when the server begins to stop.</param>
    public static IReadOnlyCollection<ServerServiceDefinition> Bind(
        IReadOnlyCollection<ServerServiceDefinition> chat, ServerHealth health, CancellationToken stopping)
    {
        ServiceDescriptor[] all = [.. chat.Select(service => service.Descriptor), HealthService.Contract, .. ReflectionService.Contracts];
        return
        [
            .. chat,
            new HealthService(health, all.Select(service => service.FullName)).Bind(),
            .. new ReflectionService(all, stopping).Bind(),
        ];
    }
}
