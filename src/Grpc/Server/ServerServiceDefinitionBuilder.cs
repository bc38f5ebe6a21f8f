using Google.Protobuf;
using Google.Protobuf.Reflection;
using Messenger.Grpc.Protocol;

namespace Messenger.Grpc;

/// <summary>
/// Binds the methods of a contract to what serves them, and holds both against each other: what the contract has and nobody serves, or
/// serves with other messages or another kind of stream, is an error when the server starts and not when somebody calls.
/// </summary>
public sealed class ServerServiceDefinitionBuilder(ServiceDescriptor service)
{
    private readonly Dictionary<string, MethodHandler> _handlers = [];
    private bool _isServedWhileStopping;

    /// <summary>Binds a unary method.</summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddMethod<TRequest, TResponse>(string name, UnaryServerMethod<TRequest, TResponse> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        Method<TRequest, TResponse> method = new Method<TRequest, TResponse>(service, name).Expect(MethodType.Unary);
        return Add(method.FullName, new UnaryHandler<TRequest, TResponse>(method, serve));
    }

    /// <summary>Binds a method that answers with a stream.</summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddMethod<TRequest, TResponse>(
        string name, ServerStreamingServerMethod<TRequest, TResponse> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(serve);
        return AddFrameStreaming<TRequest, TResponse>(
            name, (request, frames, context) => serve(request, new ServerStreamWriter<TResponse>(frames), context));
    }

    /// <summary>Binds a method with a stream on both sides.</summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddMethod<TRequest, TResponse>(
        string name, DuplexStreamingServerMethod<TRequest, TResponse> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(serve);
        return AddDuplexFrameStreaming<TRequest, TResponse>(
            name, (requests, frames, context) => serve(requests, new ServerStreamWriter<TResponse>(frames), context));
    }

    /// <summary>
    /// Binds a unary method that encodes its <typeparamref name="TResponse"/> itself, and writes that one frame piece by piece. What it does
    /// not flush goes out with the status.
    /// </summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddFrameMethod<TRequest, TResponse>(string name, FrameStreamingServerMethod<TRequest> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        Method<TRequest, TResponse> method = new Method<TRequest, TResponse>(service, name).Expect(MethodType.Unary);
        return Add(method.FullName, new ServerStreamingHandler<TRequest, TResponse>(method, serve));
    }

    /// <summary>Binds a method that answers with a stream of <typeparamref name="TResponse"/>, which it encodes itself.</summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddFrameStreaming<TRequest, TResponse>(string name, FrameStreamingServerMethod<TRequest> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        Method<TRequest, TResponse> method = new Method<TRequest, TResponse>(service, name).Expect(MethodType.ServerStreaming);
        return Add(method.FullName, new ServerStreamingHandler<TRequest, TResponse>(method, serve));
    }

    /// <summary>Binds a method with a stream on both sides that encodes its stream of <typeparamref name="TResponse"/> itself.</summary>
    /// <exception cref="ArgumentException">The contract has no such method, has it otherwise, or it is bound already.</exception>
    public ServerServiceDefinitionBuilder AddDuplexFrameStreaming<TRequest, TResponse>(
        string name, DuplexFrameStreamingServerMethod<TRequest> serve)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        Method<TRequest, TResponse> method = new Method<TRequest, TResponse>(service, name).Expect(MethodType.DuplexStreaming);
        return Add(method.FullName, new DuplexStreamingHandler<TRequest, TResponse>(method, serve));
    }

    /// <summary>
    /// Has new calls served also after <see cref="GrpcServer.RefuseNewCalls"/>, as long as connections are open: for a service that tells
    /// that the server stops. Its methods have to end by themselves then.
    /// </summary>
    public ServerServiceDefinitionBuilder ServeWhileStopping()
    {
        _isServedWhileStopping = true;
        return this;
    }

    /// <summary>The service, if every method of its contract is bound.</summary>
    /// <exception cref="InvalidOperationException">A method is not.</exception>
    public ServerServiceDefinition Build()
    {
        string[] missing = [.. service.Methods.Select(method => method.Path()).Where(name => !_handlers.ContainsKey(name))];
        return missing.Length == 0
            ? new ServerServiceDefinition(service, _handlers, _isServedWhileStopping)
            : throw new InvalidOperationException($"The contract has {string.Join(", ", missing)}, and nothing serves it.");
    }

    private ServerServiceDefinitionBuilder Add(string fullName, MethodHandler handler) =>
        _handlers.TryAdd(fullName, handler) ? this : throw new ArgumentException($"{fullName} is bound already.");
}
