using System.Net;
using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messenger.EndToEnd.Fixtures;

/// <summary>A server of the shared chat that does what a test tells it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly GrpcServer _server;

    private ScriptedServer(
        UnaryServerMethod<SendMessageRequest, SendMessageResponse> sendMessage,
        ServerStreamingServerMethod<Empty, ReadMessagesResponse> readMessages)
    {
        ServerServiceDefinition service = new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod("SendMessage", sendMessage)
            .AddMethod("ReadMessages", readMessages)
            .Build();
        _server = new GrpcServer(new GrpcServerOptions { Address = IPAddress.Loopback }, [service], NullLoggerFactory.Instance);
    }

    public int Port => _server.Port;

    /// <summary>A server that listens; its streams are open and silent unless told otherwise.</summary>
    public static async Task<ScriptedServer> StartAsync(
        UnaryServerMethod<SendMessageRequest, SendMessageResponse> sendMessage,
        ServerStreamingServerMethod<Empty, ReadMessagesResponse>? readMessages = null)
    {
        var server = new ScriptedServer(sendMessage, readMessages ?? SaysNothingAsync);
        await server._server.StartAsync().Within();
        return server;
    }

    /// <summary>A server that answers no message, and takes no notice of deadlines.</summary>
    public static Task<ScriptedServer> StartSilentAsync() => StartAsync((_, _) => new TaskCompletionSource<SendMessageResponse>().Task);

    public async ValueTask DisposeAsync()
    {
        Status stopping = new(StatusCode.Unavailable, "The test is over.");
        _server.RefuseNewCalls(stopping);
        await _server.EndCallsAsync(stopping).Within();
        await _server.DisposeAsync();
    }

    private static async Task SaysNothingAsync(
        Empty request, IServerStreamWriter<ReadMessagesResponse> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync();
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
