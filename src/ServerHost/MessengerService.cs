using Google.Protobuf.WellKnownTypes;
using Messenger.Chat;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>Serves <c>mes_grpc.MessengerServer</c>: the shared chat.</summary>
internal sealed class MessengerService(RoomDirectory rooms, MessageStreams streams)
{
    private static readonly ChatStatus ChatStatus = new(author: "author", text: "text");

    private static readonly Func<Message, byte[]> Encode = message => MessageFrame.Encode(new ReadMessagesResponse
    {
        Author = message.Author,
        Text = message.Text,
        SendTime = SendTimestamp.Of(message.SendTime),
    });

    /// <summary>The message in a frame of the stream of <c>ReadMessages</c>.</summary>
    internal static readonly Func<Message, byte[]> Frame = message => message.Frame(WireFormat.SharedChat, Encode);

    public ServerServiceDefinition Bind() =>
        new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddFrameStreaming<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        try
        {
            JournalEntry entry = await rooms.Shared.PostAsync(request.Author, request.Text);
            return new SendMessageResponse { SendTime = SendTimestamp.Of(entry.SendTime) };
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private async Task ReadMessagesAsync(Empty request, IFrameWriter responseStream, ServerCallContext context)
    {
        // Subscribed before the headers go: a client that sees them misses nothing.
        using RoomReader reader = rooms.Shared.ReadFromNow(context.CancellationToken);
        await streams.SendAsync(reader, Frame, responseStream, context, ChatStatus);
    }
}
