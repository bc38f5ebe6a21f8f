using Messenger.Chat;
using Messenger.Contracts.Rooms;
using Messenger.Grpc;
using Messenger.Journal.Memory;
using ContractActivity = Messenger.Contracts.Rooms.RoomActivity;

namespace Messenger.ServerHost.Tests;

/// <summary>The stream that tells where something is said.</summary>
[TestClass]
public sealed class WatchRoomsTests
{
    [TestMethod]
    public async Task WatchRooms_OfAHouse_TellsAllRoomsAndThenWhatIsNew()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal(), new ChatOptions { WatchPause = TimeSpan.Zero });
        Room room = await serving.Rooms.CreateAsync("Комната").Within();
        await room.PostAsync("a", "t").Within();
        using AsyncServerStreamingCall<WatchRoomsResponse> call = Watch(serving);

        WatchRoomsResponse present = await ReadAsync(call);
        await serving.Rooms.Shared.PostAsync("a", "t").Within();
        WatchRoomsResponse ofShared = await ReadAsync(call);
        Room made = await serving.Rooms.CreateAsync("made").Within();
        WatchRoomsResponse ofMade = await ReadAsync(call);

        Assert.AreEqual(Response(Activity(serving.Rooms.Shared, 0), Activity(room, 1)), present);
        Assert.AreEqual(Response(Activity(serving.Rooms.Shared, 1)), ofShared);
        Assert.AreEqual(Response(Activity(made, 0)), ofMade);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(500)]
    [DataRow(2_000)]
    public async Task WatchRooms_OfManyRooms_TellsThemInPiecesOfWhichAllButTheLastSaySo(int count)
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        for (int i = 0; i < count; i++)
        {
            await serving.Rooms.CreateAsync(new string('x', 200)).Within();
        }

        using AsyncServerStreamingCall<WatchRoomsResponse> call = Watch(serving);
        List<ContractActivity> told = [];
        WatchRoomsResponse response;
        do
        {
            response = await ReadAsync(call);
            told.AddRange(response.Rooms);
            Assert.IsLessThanOrEqualTo(MessageStreams.FlushAfterBytes + 1_000, response.CalculateSize());
            Assert.IsTrue(!response.MoreFollows || response.CalculateSize() >= MessageStreams.FlushAfterBytes);
        }
        while (response.MoreFollows);

        CollectionAssert.AreEqual(serving.Rooms.List().Select(room => Activity(room, 0)).ToArray(), told);
    }

    [TestMethod]
    public async Task WatchRooms_OfAHouseThatCloses_TellsTheRestAndEndsWithUnavailable()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using AsyncServerStreamingCall<WatchRoomsResponse> call = Watch(serving);
        await ReadAsync(call);

        await serving.Rooms.Shared.PostAsync("a", "t").Within();
        await serving.Rooms.CloseAsync().Within();

        Assert.AreEqual(Response(Activity(serving.Rooms.Shared, 1)), await ReadAsync(call));
        RpcException e = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).Within());
        Assert.AreEqual(new Status(StatusCode.Unavailable, "The server is stopping."), e.Status);
    }

    [TestMethod]
    public async Task WatchRooms_WhoseClientLeaves_IsServedNoMore()
    {
        await using Serving serving = await Serving.StartAsync(new MemoryJournal());
        using (AsyncServerStreamingCall<WatchRoomsResponse> call = Watch(serving))
        {
            await ReadAsync(call);
        }

        await serving.WhenIdleAsync().Within();
    }

    private static AsyncServerStreamingCall<WatchRoomsResponse> Watch(Serving serving) => serving.Channel.ServerStreamingCall(
        new Method<WatchRoomsRequest, WatchRoomsResponse>(ChatReflection.Descriptor.Services.Single(), "WatchRooms"), new WatchRoomsRequest());

    private static async Task<WatchRoomsResponse> ReadAsync(AsyncServerStreamingCall<WatchRoomsResponse> call)
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None).Within());
        return call.ResponseStream.Current;
    }

    private static WatchRoomsResponse Response(params ContractActivity[] rooms) => new() { Rooms = { rooms } };

    private static ContractActivity Activity(Room room, long newest) =>
        new() { Room = new ChatRoom { Id = room.Id, Name = room.Name }, NewestSequence = newest };
}
