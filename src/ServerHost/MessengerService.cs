using Google.Protobuf.WellKnownTypes;
using Messenger.Chat;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;

namespace Messenger.ServerHost;

/// <summary>Serves <c>mes_grpc.MessengerServer</c>: the shared chat.</summary>
internal sealed class MessengerService(RoomDirectory rooms, Posts posts, MessageStreams streams)
{
    private const string IdempotencyKey = "idempotency-key";

    private static readonly ChatStatus ChatStatus = new(author: "author", text: "text", idempotencyKey: IdempotencyKey);

    private static readonly Func<Message, byte[]> Encode = message => MessageFrame.Encode(new ReadMessagesResponse
    {
        Author = message.Author,
        Text = message.Text,
        SendTime = SendTimestamp.Of(message.SendTime),
    });

    /// <summary>The message in a frame of the stream of <c>ReadMessages</c>.</summary>
    internal static readonly Func<Message, byte[]> Frame = message => message.Frame(WireFormat.SharedChat, Encode);

    // Tells a client whether a retry finds what it has sent before. Known when the rooms are open.
    private MetadataEntry Journal => field ??= new MetadataEntry(ResumeCursor.JournalHeader, rooms.JournalId);

    public ServerServiceDefinition Bind() =>
        new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddFrameStreaming<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        context.AddResponseHeader(Journal);
        try
        {
            string? key = context.GetRequestHeader(IdempotencyKey);
            JournalEntry entry = await posts.PostAsync(RoomDirectory.SharedRoomId, request.Author, request.Text, key);
            return new SendMessageResponse { SendTime = SendTimestamp.Of(entry.SendTime) };
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    // Subscribed, or found, before the headers go: a client that sees them misses nothing.
    private Task ReadMessagesAsync(Empty request, IFrameWriter responseStream, ServerCallContext context) =>
        ResumeCursor.From(context) is { } cursor
            ? ResumeAsync(cursor, responseStream, context)
            : SendAsync(rooms.Shared.ReadFromNow(out JournalPosition now, context.CancellationToken), now, responseStream, context);

    private async Task ResumeAsync(ResumeCursor cursor, IFrameWriter responseStream, ServerCallContext context)
    {
        JournalPosition start;
        try
        {
            rooms.CheckJournal(cursor.JournalId);
            start = await rooms.Shared.FindAsync(cursor.SendTime, context.CancellationToken);
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }

        await SendAsync(rooms.Shared.ReadAfter(start, context.CancellationToken), start, responseStream, context);
    }

    private Task SendAsync(RoomReader reader, JournalPosition start, IFrameWriter responseStream, ServerCallContext context) =>
        streams.SendAsync(reader, Frame, responseStream, context, ResumeCursor.Headers(rooms.JournalId, start.SendTime), ChatStatus);
}
