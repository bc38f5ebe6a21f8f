using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.Contract;

/// <summary>The server's shared chat.</summary>
internal sealed class GrpcChat : IDisposable
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = MessengerReflection.Descriptor.Services.Single();
    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessage = new(Service, "SendMessage");
    private static readonly Method<Empty, ReadMessagesResponse> ReadMessages = new(Service, "ReadMessages");

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(Deployment.Server);

    public Task<SendMessageResponse> SendAsync(string author, string text) =>
        _channel.UnaryCallAsync(SendMessage, new SendMessageRequest { Author = author, Text = text }).Within();

    /// <summary>A stream that is open.</summary>
    public async Task<AsyncServerStreamingCall<ReadMessagesResponse>> ReadAsync()
    {
        AsyncServerStreamingCall<ReadMessagesResponse> call = _channel.ServerStreamingCall(ReadMessages, new Empty());
        await call.ResponseHeadersAsync.Within();
        return call;
    }

    public void Dispose() => _channel.Dispose();
}
