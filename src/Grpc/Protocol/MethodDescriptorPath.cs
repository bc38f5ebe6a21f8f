using Google.Protobuf.Reflection;

namespace Messenger.Grpc.Protocol;

/// <summary>The path of a method's calls (gRPC over HTTP2, "Path").</summary>
internal static class MethodDescriptorPath
{
    public static string Path(this MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";
}
