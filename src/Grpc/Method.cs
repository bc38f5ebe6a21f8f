using Google.Protobuf;
using Google.Protobuf.Reflection;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>A method of a contract, with the types of its messages. Made from the generated descriptor, and held against it.</summary>
public sealed class Method<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The method <paramref name="name"/> of a service.</summary>
    /// <exception cref="ArgumentException">The service has no such method, or its messages are others.</exception>
    public Method(ServiceDescriptor service, string name)
    {
        ArgumentNullException.ThrowIfNull(service);
        MethodDescriptor descriptor = service.FindMethodByName(name)
            ?? throw new ArgumentException($"The contract {service.FullName} has no method {name}.", nameof(name));
        FullName = descriptor.Path();
        Type = TypeOf(descriptor);
        RequestParser = ParserOf<TRequest>(descriptor.InputType, "takes");
        ResponseParser = ParserOf<TResponse>(descriptor.OutputType, "returns");
    }

    /// <summary>The path of its calls: <c>/package.Service/Method</c>.</summary>
    public string FullName { get; }

    /// <summary>Which of its sides are streams.</summary>
    public MethodType Type { get; }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }

    internal Method<TRequest, TResponse> Expect(MethodType type) =>
        Type == type ? this : throw new ArgumentException($"{FullName} is {Type} in the contract, not {type}.");

    private static MethodType TypeOf(MethodDescriptor method) => (method.IsClientStreaming, method.IsServerStreaming) switch
    {
        (false, false) => MethodType.Unary,
        (true, false) => MethodType.ClientStreaming,
        (false, true) => MethodType.ServerStreaming,
        (true, true) => MethodType.DuplexStreaming,
    };

    private MessageParser<T> ParserOf<T>(MessageDescriptor message, string verb)
        where T : class, IMessage<T> =>
        message.Parser as MessageParser<T>
        ?? throw new ArgumentException($"{FullName} {verb} {message.ClrType} by the contract, not {typeof(T)}.");
}
