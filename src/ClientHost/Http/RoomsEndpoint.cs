using System.Text.Json;
using Messenger.ClientHost.Connection;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;

namespace Messenger.ClientHost.Http;

/// <summary><c>/api/rooms</c>: lists the rooms, and makes new ones.</summary>
internal sealed class RoomsEndpoint(ChatClient client, UpstreamCalls upstream)
{
    /// <summary><c>GET</c>: all rooms, the shared chat first.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var request = new ListRoomsRequest { IncludeShared = true };
        ListRoomsResponse response =
            await upstream.CallAsync(options => client.ListRoomsAsync(request, options), context.RequestAborted);
        var list = new ApiRoomList([.. response.Rooms.Select(ApiRoom.From)]);
        await TaggedJson.WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(list, ApiJson.Plain.ApiRoomList));
    }

    /// <summary><c>POST</c>: makes a room. Nothing tells two of the same name apart, so it is never tried again.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        string[] fields = await JsonBody.ReadAsync(context.Request.BodyReader, context.RequestAborted, "name");
        ChatRoom room = await CreateAsync(new CreateRoomRequest { Name = fields[0] }, context.RequestAborted);
        context.Response.Headers.Location = $"/api/rooms/{Uri.EscapeDataString(room.Id)}/messages";
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(ApiRoom.From(room), ApiJson.Plain.ApiRoom);
        await Json.WriteAsync(context, StatusCodes.Status201Created, json);
    }

    private async Task<ChatRoom> CreateAsync(CreateRoomRequest request, CancellationToken aborted)
    {
        try
        {
            CreateRoomResponse response = await upstream.CallAsync(options => client.CreateRoomAsync(request, options), aborted);
            return response.Room
                ?? throw new ProblemException(StatusCodes.Status502BadGateway, "The server has answered without the room that it made.");
        }
        catch (ProblemException e) when (e.InnerException is RpcException cause && !cause.IsRefusal())
        {
            string outcome = cause.IsUnprocessed ? "The room was not made." : "Whether the room was made is not known.";
            throw new ProblemException(e.Status, $"{e.Message} {outcome}", cause);
        }
    }
}
