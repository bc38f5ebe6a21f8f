using System.Net;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.Interop;

/// <summary>
/// A server on src/Grpc in this process that says back what it hears: the request's metadata in the headers and the trailers of the
/// response, and a sent text as the sentence of a failure.
/// </summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly GrpcServer _server;

    private EchoServer()
    {
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", FailAsync)
            .AddMethod<Empty, ReadMessagesResponse>("ReadMessages", EchoAsync)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
    }

    public int Port => _server.Port;

    public static async Task<EchoServer> StartAsync()
    {
        var server = new EchoServer();
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<SendMessageResponse> FailAsync(SendMessageRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.NotFound, request.Text), EchoOf(context));

    private static async Task EchoAsync(
        Empty request, IServerStreamWriter<ReadMessagesResponse> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(EchoOf(context));
        foreach (MetadataEntry entry in EchoOf(context))
        {
            context.ResponseTrailers.Add(entry);
        }
    }

    private static Metadata EchoOf(ServerCallContext context)
    {
        Metadata echo = [];
        foreach (MetadataEntry entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo", StringComparison.Ordinal)))
        {
            echo.Add(entry);
        }

        return echo;
    }
}
