using Google.Protobuf;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal.Memory;

namespace Messenger.ServerHost.Tests;

/// <summary>Each answer of the rooms' service says which journal it is of, those that refuse something, too.</summary>
[TestClass]
public sealed class JournalHeaderTests
{
    [TestMethod]
    public async Task EveryCall_ThatIsAnswered_NamesTheJournal()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());

        Metadata[] headers =
        [
            await OfUnaryAsync<CreateRoomRequest, CreateRoomResponse>(serving, "CreateRoom", new CreateRoomRequest { Name = "room" }),
            await OfUnaryAsync<ListRoomsRequest, ListRoomsResponse>(serving, "ListRooms", new ListRoomsRequest()),
            await OfUnaryAsync<GetHistoryRequest, GetHistoryResponse>(serving, "GetHistory", new GetHistoryRequest { RoomId = "shared" }),
            await OfStreamAsync<JoinRoomRequest, JoinRoomResponse>(
                serving, "JoinRoom", new JoinRoomRequest { RoomId = "shared", AuthorId = "a" }),
            await OfStreamAsync<WatchRoomsRequest, WatchRoomsResponse>(serving, "WatchRooms", new WatchRoomsRequest()),
            await OfTalkAsync(serving),
        ];

        foreach (Metadata header in headers)
        {
            Assert.AreEqual(serving.Rooms.JournalId, header.GetValue("messenger-journal"));
        }
    }

    [TestMethod]
    public async Task EveryCall_ThatIsRefused_NamesTheJournal()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        Task<Metadata>[] calls =
        [
            OfUnaryAsync<CreateRoomRequest, CreateRoomResponse>(serving, "CreateRoom", new CreateRoomRequest()),
            OfUnaryAsync<GetHistoryRequest, GetHistoryResponse>(serving, "GetHistory", new GetHistoryRequest { Limit = -1 }),
            OfUnaryAsync<GetHistoryRequest, GetHistoryResponse>(serving, "GetHistory", new GetHistoryRequest { RoomId = "nowhere" }),
            OfStreamAsync<JoinRoomRequest, JoinRoomResponse>(
                serving, "JoinRoom", new JoinRoomRequest { RoomId = "shared", AuthorId = "a", JournalId = "another" }),
        ];

        foreach (Task<Metadata> call in calls)
        {
            // Headers and trailers are one where a call ends before its response begins.
            RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call);
            Assert.AreEqual(serving.Rooms.JournalId, e.Trailers.GetValue("messenger-journal"), e.Message);
        }
    }

    private static async Task<Metadata> OfUnaryAsync<TRequest, TResponse>(Serving serving, string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using AsyncUnaryCall<TResponse> call = serving.Channel.UnaryCall(Method<TRequest, TResponse>(method), request);
        return await call.ResponseHeadersAsync.Within();
    }

    private static async Task<Metadata> OfStreamAsync<TRequest, TResponse>(Serving serving, string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using AsyncServerStreamingCall<TResponse> call = serving.Channel.ServerStreamingCall(Method<TRequest, TResponse>(method), request);
        return await call.ResponseHeadersAsync.Within();
    }

    private static async Task<Metadata> OfTalkAsync(Serving serving)
    {
        using AsyncDuplexStreamingCall<SendMessageRequest, SendMessageResponse> call =
            serving.Channel.DuplexStreamingCall(Method<SendMessageRequest, SendMessageResponse>("SendMessage"));
        return await call.ResponseHeadersAsync.Within();
    }

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new(ChatReflection.Descriptor.Services.Single(), name);
}
