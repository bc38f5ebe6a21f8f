using System.Globalization;
using System.Text.Json;
using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Http;

/// <summary><c>POST /getAndFlushMessages</c>: everything that was received since the last time.</summary>
internal sealed partial class FlushEndpoint(Mailbox mailbox, ILogger<FlushEndpoint> logger)
{
    /// <summary>How many messages were dropped before this flush.</summary>
    public const string DroppedHeader = "X-Messages-Dropped";

    /// <summary>After which time messages may have been missed.</summary>
    public const string GapHeader = "X-Messages-Gap";

    private const int FlushAfterBytes = 64 << 10;

    private readonly ILogger _logger = logger;

    public async Task HandleAsync(HttpContext context)
    {
        await RequestBody.ReadToEndAsync(context.Request.BodyReader, context.RequestAborted);
        context.RequestAborted.ThrowIfCancellationRequested();
        FlushedMessages flushed = mailbox.Flush();
        if (flushed.Dropped > 0)
        {
            context.Response.Headers[DroppedHeader] = flushed.Dropped.ToString(CultureInfo.InvariantCulture);
            LogDropped(flushed.Dropped);
        }

        if (flushed.GapAfter is { } gap)
        {
            context.Response.Headers[GapHeader] = gap.ToString();
        }

        context.Response.ContentType = Json.ContentType;
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Json.Options);
        json.WriteStartArray();
        foreach (ReceivedMessage message in flushed.Messages)
        {
            json.WriteStartObject();
            json.WriteString("author", message.Author);
            json.WriteString("text", message.Text);
            json.WriteString("sendTime", message.SendTime.ToString());
            json.WriteEndObject();
            if (json.BytesPending >= FlushAfterBytes)
            {
                await json.FlushAsync(context.RequestAborted);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }

        json.WriteEndArray();
    }

    [LoggerMessage(2003, LogLevel.Warning, "{Dropped} messages were dropped before this flush: the mailbox was full.")]
    private partial void LogDropped(long dropped);
}
