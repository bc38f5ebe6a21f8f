using Google.Protobuf.WellKnownTypes;
using Messenger.Chat;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;
using Messenger.Journal;
using Microsoft.Extensions.Logging;

namespace Messenger.ServerHost;

/// <summary>Serves <c>mes_grpc.MessengerServer</c>: the shared chat.</summary>
internal sealed partial class MessengerService(RoomDirectory rooms, ILogger<MessengerService> logger)
{
    private const int FlushAfterBytes = 64 << 10;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly Func<Message, byte[]> Encode = message => MessageFrame.Encode(new ReadMessagesResponse
    {
        Author = message.Author,
        Text = message.Text,
        SendTime = TimestampOf(message.SendTime),
    });

    private readonly ILogger _logger = logger;

    public ServerServiceDefinition Bind() =>
        new ServerServiceDefinitionBuilder(MessengerReflection.Descriptor.Services.Single())
            .AddMethod<SendMessageRequest, SendMessageResponse>("SendMessage", SendMessageAsync)
            .AddFrameStreaming<Empty, ReadMessagesResponse>("ReadMessages", ReadMessagesAsync)
            .Build();

    private static Timestamp TimestampOf(long sendTime) => new()
    {
        Seconds = sendTime / NanosecondsPerSecond,
        Nanos = (int)(sendTime % NanosecondsPerSecond),
    };

    // Everything that is there goes out in one flush, unless it is so much that the peer's progress should be seen in between.
    private static async ValueTask WriteAsync(ReadOnlyMemory<Message> messages, IFrameWriter stream)
    {
        for (int i = 0; i < messages.Length; i++)
        {
            stream.Write(messages.Span[i].Frame(WireFormat.SharedChat, Encode));
            if (stream.UnflushedBytes >= FlushAfterBytes)
            {
                await stream.FlushAsync();
            }
        }

        await stream.FlushAsync();
    }

    private async Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, ServerCallContext context)
    {
        try
        {
            JournalEntry entry = await rooms.Shared.PostAsync(request.Author, request.Text);
            return new SendMessageResponse { SendTime = TimestampOf(entry.SendTime) };
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
        long sent = 0;
        string peer = context.Peer;
        string reason = "it failed";
        LogOpened(peer);
        try
        {
            await context.WriteResponseHeadersAsync();
            while (await reader.ReadAsync() is { IsEmpty: false } messages)
            {
                await WriteAsync(messages, responseStream);
                sent += messages.Length;
            }

            reason = "the server is stopping";
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
        catch (OperationCanceledException)
        {
            reason = context.Status.StatusCode switch
            {
                StatusCode.DeadlineExceeded => "its deadline passed",
                StatusCode.Unavailable => "the server is stopping",
                _ => "the client left",
            };
            throw;
        }
        catch (Exception e) when (ChatStatus.Of(e) is { } status)
        {
            reason = e.Message;
            throw new RpcException(status, null, e);
        }
        finally
        {
            LogEnded(peer, sent, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "A stream to {Peer} opens.")]
    private partial void LogOpened(string peer);

    [LoggerMessage(2, LogLevel.Information, "The stream to {Peer} ends after {Messages} messages: {Reason}.")]
    private partial void LogEnded(string peer, long messages, string reason);
}
