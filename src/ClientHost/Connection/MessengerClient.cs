using Google.Protobuf.WellKnownTypes;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Connection;

/// <summary>The calls of <c>mes_grpc.MessengerServer</c>.</summary>
internal sealed class MessengerClient(GrpcChannel channel)
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = MessengerReflection.Descriptor.Services.Single();

    private static readonly Method<SendMessageRequest, SendMessageResponse> SendMessageMethod = new(Service, "SendMessage");
    private static readonly Method<Empty, ReadMessagesResponse> ReadMessagesMethod = new(Service, "ReadMessages");

    public AsyncUnaryCall<SendMessageResponse> SendMessage(SendMessageRequest request, CallOptions options) =>
        channel.UnaryCall(SendMessageMethod, request, options);

    public AsyncServerStreamingCall<ReadMessagesResponse> ReadMessages(CallOptions options) =>
        channel.ServerStreamingCall(ReadMessagesMethod, new Empty(), options);
}
