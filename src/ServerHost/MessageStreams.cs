using Messenger.Chat;
using Messenger.Grpc;
using Messenger.ServerHost.Metrics;
using Microsoft.Extensions.Logging;

namespace Messenger.ServerHost;

/// <summary>Sends what readers and watchers of rooms deliver to clients, each until one of the two ends, and logs that.</summary>
internal sealed partial class MessageStreams(ServerMetrics metrics, ILogger<MessageStreams> logger)
{
    /// <summary>After how many bytes a stream is flushed, though more is there to be written: the peer's progress should be seen in between.</summary>
    public const int FlushAfterBytes = 64 << 10;

    // To tell the time and to record it is most of what is done for a batch, and a burst has many batches that tell the same.
    private const uint LiveBatchesPerTimed = 8;

    private readonly ILogger _logger = logger;

    /// <summary>Sends the headers, at once, and then what the reader delivers, until the call ends.</summary>
    /// <param name="reader">The reader, which is disposed of at the end.</param>
    /// <param name="frame">A message as the stream has it.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="context">Its call.</param>
    /// <param name="headers">The headers, besides those that were added already.</param>
    /// <param name="chatStatus">How the contract says what goes wrong.</param>
    public Task SendAsync(
        RoomReader reader,
        Func<Message, byte[]> frame,
        IFrameWriter stream,
        ServerCallContext context,
        Metadata? headers,
        ChatStatus chatStatus)
    {
        string peer = context.Peer;
        LogOpened(peer, reader.RoomId);
        metrics.Streams.Add(reader);
        return RunAsync(SendAllAsync, context, headers, chatStatus, End);

        void End(string reason)
        {
            reader.Dispose();
            metrics.Streams.Remove(reader);
            LogEnded(peer, reader.RoomId, reader.DoneCount, reason);
        }

        async Task SendAllAsync()
        {
            uint liveBatches = 0;
            while (await reader.ReadAsync() is { IsEmpty: false } messages)
            {
                await WriteAsync(messages, frame, stream);
                if (reader.IsLive && liveBatches++ % LiveBatchesPerTimed == 0)
                {
                    metrics.CountDelivery(messages.Span[0].SendTime);
                }
            }
        }
    }

    /// <summary>Sends the headers, at once, and then what the watcher tells, until the call ends.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="context">Its call.</param>
    /// <param name="chatStatus">How the contract says what goes wrong.</param>
    public Task SendAsync(RoomWatcher watcher, IFrameWriter stream, ServerCallContext context, ChatStatus chatStatus)
    {
        long sent = 0;
        string peer = context.Peer;
        LogWatchOpened(peer);
        return RunAsync(SendAllAsync, context, headers: null, chatStatus, reason => LogWatchEnded(peer, sent, reason));

        async Task SendAllAsync()
        {
            while (await watcher.ReadAsync() is { Count: > 0 } activities)
            {
                foreach (byte[] frame in RoomActivities.Frames(activities, FlushAfterBytes))
                {
                    stream.Write(frame);
                    await stream.FlushAsync();
                    sent++;
                }
            }
        }
    }

    private static async Task RunAsync(
        Func<Task> sendAllAsync, ServerCallContext context, Metadata? headers, ChatStatus chatStatus, Action<string> onEnd)
    {
        string reason = "it failed";
        try
        {
            await context.WriteResponseHeadersAsync(headers);
            await sendAllAsync();
            reason = "the server is stopping";
            throw new RpcException(ChatStatus.Stopping);
        }
        catch (OperationCanceledException)
        {
            reason = context.Status.StatusCode switch
            {
                StatusCode.DeadlineExceeded => "its deadline passed",
                StatusCode.Unavailable => "the server is stopping",
                StatusCode.Aborted => "it was not read",
                StatusCode.Cancelled => "nothing came from the client any more",
                _ => "the client left",
            };
            throw;
        }
        catch (Exception e) when (chatStatus.Of(e) is { } status)
        {
            reason = e.Message;
            throw new RpcException(status, null, e);
        }
        finally
        {
            onEnd(reason);
        }
    }

    // Everything that is there goes out in one flush, unless it is too much for one.
    private static async ValueTask WriteAsync(ReadOnlyMemory<Message> messages, Func<Message, byte[]> frame, IFrameWriter stream)
    {
        for (int i = 0; i < messages.Length; i++)
        {
            stream.Write(frame(messages.Span[i]));
            if (stream.UnflushedBytes >= FlushAfterBytes)
            {
                await stream.FlushAsync();
            }
        }

        await stream.FlushAsync();
    }

    [LoggerMessage(1101, LogLevel.Information, "A stream to {Peer}, of room {Room}, opens.")]
    private partial void LogOpened(string peer, string room);

    [LoggerMessage(1102, LogLevel.Information, "The stream to {Peer}, of room {Room}, ends after {Messages} messages: {Reason}.")]
    private partial void LogEnded(string peer, string room, long messages, string reason);

    [LoggerMessage(1103, LogLevel.Information, "A watch of all rooms, for {Peer}, opens.")]
    private partial void LogWatchOpened(string peer);

    [LoggerMessage(1104, LogLevel.Information, "The watch of all rooms, for {Peer}, ends after {Responses} responses: {Reason}.")]
    private partial void LogWatchEnded(string peer, long responses, string reason);
}
