using Google.Protobuf.Reflection;

namespace Messenger.Grpc.Tests;

/// <summary>The service of test.proto, with what its methods do as the test likes.</summary>
internal sealed class EchoService
{
    public const string EchoPath = "/messenger.test.Echo/Echo";
    public const string RepeatPath = "/messenger.test.Echo/Repeat";
    public const string ChatPath = "/messenger.test.Echo/Chat";

    public static Method<EchoMessage, EchoMessage> EchoMethod { get; } = new(Descriptor, "Echo");

    public static Method<RepeatRequest, EchoMessage> RepeatMethod { get; } = new(Descriptor, "Repeat");

    public static Method<EchoMessage, EchoMessage> ChatMethod { get; } = new(Descriptor, "Chat");

    public static ServiceDescriptor Descriptor => TestReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Echo");

    public UnaryServerMethod<EchoMessage, EchoMessage> Echo { get; init; } = (request, _) => Task.FromResult(request);

    public ServerStreamingServerMethod<RepeatRequest, EchoMessage> Repeat { get; init; } = async (request, responses, _) =>
    {
        for (int i = 0; i < request.Count; i++)
        {
            await responses.WriteAsync(new EchoMessage { Text = request.Text });
        }
    };

    public DuplexStreamingServerMethod<EchoMessage, EchoMessage> Chat { get; init; } = async (requests, responses, _) =>
    {
        while (await requests.MoveNext(CancellationToken.None))
        {
            await responses.WriteAsync(requests.Current);
        }
    };

    public ServerServiceDefinition Bind() => new ServerServiceDefinitionBuilder(Descriptor)
        .AddMethod("Echo", Echo)
        .AddMethod("Repeat", Repeat)
        .AddMethod("Chat", Chat)
        .Build();
}
