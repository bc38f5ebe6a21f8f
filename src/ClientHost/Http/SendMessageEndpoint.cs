using System.Text.Json;
using Messenger.ClientHost.Connection;
using Messenger.Contracts.SharedChat;
using Messenger.Grpc;

namespace Messenger.ClientHost.Http;

/// <summary><c>POST /sendMessage</c>: says something, and answers with the time at which the server accepted it.</summary>
internal sealed class SendMessageEndpoint(
    SharedChatSender sender,
    Reception reception,
    ServerJournal journal,
    ClientSettings settings,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    Drain drain)
{
    private static readonly TimeSpan LongestWaitForStream = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWaitForEcho = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(HttpContext context)
    {
        SendMessageRequest request = await SendMessageBody.ReadAsync(context.Request.BodyReader, context.RequestAborted);
        string key = IdempotencyKey.Of(context.Request);
        DateTime deadline = clock.GetUtcNow().UtcDateTime + settings.SendDeadline;
        await WaitForStreamAsync(context.RequestAborted);
        SendTime sendTime = await SendAsync(request, key, deadline);
        await WaitForEchoAsync(sendTime, context.RequestAborted);

        context.Response.ContentType = Json.ContentType;
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Json.Options);
        json.WriteStartObject();
        json.WriteString("sendTime", sendTime.ToString());
        json.WriteEndObject();
    }

    // Without it, a message sent right after the start would not be in the sender's own mailbox. A stream that can be resumed brings it.
    private async Task WaitForStreamAsync(CancellationToken aborted)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        TimeSpan longest = settings.SendDeadline < LongestWaitForStream ? settings.SendDeadline : LongestWaitForStream;
        try
        {
            await reception.WhenOpenAsync().WaitAsync(longest, giveUp.Token);
        }
        catch (TimeoutException e)
        {
            throw Unavailable($"There is no connection to the server at {settings.ServerAddress.Authority}. The message was not sent.", e);
        }
        catch (OperationCanceledException e) when (!aborted.IsCancellationRequested)
        {
            throw Unavailable("The client is stopping. The message was not sent.", e);
        }
    }

    // The one who asked may be gone meanwhile: the message is sent all the same, as it would have been a moment later.
    private async Task<SendTime> SendAsync(SendMessageRequest request, string key, DateTime deadline)
    {
        try
        {
            return await sender.SendAsync(request, key, deadline, drain.Over);
        }
        catch (SendFailedException e)
        {
            throw SendProblem.From(e, key, settings.ServerAddress.Authority);
        }
        catch (RpcException e)
        {
            throw SendProblem.From(e, key, journal.IsAnnounced);
        }
    }

    // With it, a flush that comes after the answer holds the message. It was accepted, whether or not it comes back in time.
    private async Task WaitForEchoAsync(SendTime sendTime, CancellationToken aborted)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        giveUp.CancelAfter(LongestWaitForEcho);
        try
        {
            await reception.WhenReceivedAsync(sendTime, giveUp.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // Then the next flush may be too early for it, and the one after that has it.
        }
    }

    private static ProblemException Unavailable(string detail, Exception e) => new(StatusCodes.Status503ServiceUnavailable, detail, e);
}
