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
            string? key = context.RequestHeaders.GetValue(IdempotencyKey);
            JournalEntry entry = await posts.PostAsync(RoomDirectory.SharedRoomId, request.Author, request.Text, key);
            return new SendMessageResponse { SendTime = SendTimestamp.Of(entry.SendTime) };
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }

    private async Task ReadMessagesAsync(Empty request, IFrameWriter responseStream, ServerCallContext context)
    {
        // Subscribed, or found, before the headers go: a client that sees them misses nothing.
        (RoomReader opened, JournalPosition start) = await OpenAsync(ResumeCursor.From(context.RequestHeaders), context.CancellationToken);
        using RoomReader reader = opened;
        Metadata headers = ResumeCursor.Headers(rooms.JournalId, start.SendTime);
        await streams.SendAsync(reader, Frame, responseStream, context, headers, ChatStatus);
    }

    private async ValueTask<(RoomReader Reader, JournalPosition Start)> OpenAsync(ResumeCursor? cursor, CancellationToken cancellationToken)
    {
        if (cursor is null)
        {
            RoomReader fromNow = rooms.Shared.ReadFromNow(out JournalPosition now, cancellationToken);
            return (fromNow, now);
        }

        try
        {
            rooms.CheckJournal(cursor.JournalId);
            JournalPosition start = await rooms.Shared.FindAsync(cursor.SendTime, cancellationToken);
            return (rooms.Shared.ReadAfter(start, cancellationToken), start);
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            throw new RpcException(status, null, e);
        }
    }
}
