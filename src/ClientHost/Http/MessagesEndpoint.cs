using System.Text.Json;
using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Http;

/// <summary><c>/api/rooms/{id}/messages</c>: reads a room back or on, and says things in it.</summary>
internal sealed class MessagesEndpoint(
    RoomPages pages,
    RoomMessageSender sender,
    ServerJournal journal,
    UpstreamCalls upstream,
    ClientSettings settings,
    TimeProvider clock,
    Drain drain)
{
    /// <summary><c>GET</c>: a page of messages.</summary>
    public async Task ReadAsync(HttpContext context)
    {
        string roomId = RoomId(context);
        var query = MessageQuery.Of(context.Request);
        RoomPage page = await upstream.CallAsync(
            options => query.After is { } after
                ? pages.ReadOnAsync(roomId, after, query.Limit, options)
                : pages.ReadBackAsync(roomId, query.Before, query.Limit, options),
            context.RequestAborted);
        JournalHeader.Set(context.Response, page.Journal);
        if (query.Journal is { } journal && journal != page.Journal)
        {
            throw new ProblemException(
                StatusCodes.Status410Gone, $"There is no going on in the journal '{journal}': the server has another one.");
        }

        var shown = new ApiMessagePage([.. page.Messages.Select(ApiMessage.From)], page.HasMore);
        await TaggedJson.WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(shown, ApiJson.Plain.ApiMessagePage));
    }

    /// <summary><c>POST</c>: says something, once, and answers with the message as it is kept.</summary>
    public async Task SayAsync(HttpContext context)
    {
        string[] fields = await JsonBody.ReadAsync(context.Request.BodyReader, context.RequestAborted, "author", "text");
        string key = IdempotencyKey.Of(context.Request);
        var request = new SendMessageRequest
        {
            RoomId = RoomId(context),
            AuthorId = fields[0],
            Content = fields[1],
            IdempotencyKey = key,
        };
        KeptMessage kept = await SendAsync(request);
        JournalHeader.Set(context.Response, kept.Journal);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(ApiMessage.From(kept.Message), ApiJson.Plain.ApiMessage);
        await Json.WriteAsync(context, StatusCodes.Status201Created, json);
    }

    private static string RoomId(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    // The one who asked may be gone meanwhile: the message is sent all the same, as it would have been a moment later.
    private async Task<KeptMessage> SendAsync(SendMessageRequest request)
    {
        try
        {
            return await sender.SendAsync(request, clock.GetUtcNow().UtcDateTime + settings.SendDeadline, drain.Over);
        }
        catch (SendFailedException e)
        {
            throw SendProblem.From(e, request.IdempotencyKey, settings.ServerAddress.Authority);
        }
        catch (RpcException e)
        {
            throw SendProblem.From(e, request.IdempotencyKey, journal.IsAnnounced);
        }
    }
}
