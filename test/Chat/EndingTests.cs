namespace Messenger.Chat.Tests;

/// <summary>A reader that is cancelled or disposed ends, and leaves nothing in the room, whatever it was doing.</summary>
[TestClass]
public sealed class EndingTests
{
    [TestMethod]
    public async Task Cancel_WhileALiveReadWaits_EndsItAndFreesTheSubscription()
    {
        await using House house = await House.OpenAsync();
        using var stop = new CancellationTokenSource();
        using RoomReader reader = house.Shared.ReadFromNow(stop.Token);
        Task<ReadOnlyMemory<Message>> read = reader.ReadAsync().AsTask();
        int before = house.Shared.LiveReaders;

        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => read.Within());
        Assert.AreEqual(1, before);
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Cancel_BeforeTheReaderIsMade_LeavesNoSubscription()
    {
        await using House house = await House.OpenAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        using RoomReader fromNow = house.Shared.ReadFromNow(stop.Token);
        using RoomReader after = house.Shared.ReadAfter(0, stop.Token);

        await Assert.ThrowsAsync<OperationCanceledException>(() => fromNow.ReadAsync().AsTask()).Within();
        await Assert.ThrowsAsync<OperationCanceledException>(() => after.ReadAsync().AsTask()).Within();
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Cancel_WithMessagesQueued_EndsTheReaderAllTheSame()
    {
        await using House house = await House.OpenAsync();
        using var stop = new CancellationTokenSource();
        using RoomReader reader = house.Shared.ReadFromNow(stop.Token);
        await house.PostAsync(3);

        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => reader.ReadAsync().AsTask()).Within();
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Cancel_BetweenTheLastPageAndTheSubscription_EndsTheReaderAndLeavesNoSubscription()
    {
        await using House house = await House.OpenAsync();
        using var stop = new CancellationTokenSource();
        using RoomReader reader = house.Shared.ReadAfter(0, stop.Token);
        house.Journal.AfterNextPage(stop.CancelAsync);

        await Assert.ThrowsAsync<OperationCanceledException>(() => reader.ReadAsync().AsTask().Within());
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Cancel_WhileTheReaderGoesLive_EndsItAndLeavesNoSubscription()
    {
        await using House house = await House.OpenAsync();
        for (int i = 0; i < 1000; i++)
        {
            using var stop = new CancellationTokenSource();
            using RoomReader reader = house.Shared.ReadAfter(0, stop.Token);
            using var start = new Barrier(2);
            Task cancel = Task.Run(() =>
            {
                start.SignalAndWait();
                stop.Cancel();
            });

            start.SignalAndWait();
            await Assert.ThrowsAsync<OperationCanceledException>(() => reader.ReadAsync().AsTask().Within());
            await cancel.Within();
            Assert.AreEqual(0, house.Shared.LiveReaders);
        }
    }

    [TestMethod]
    public async Task Dispose_WhileALiveReadWaits_EndsItAndFreesTheSubscription()
    {
        await using House house = await House.OpenAsync();
        RoomReader reader = house.Shared.ReadFromNow();
        Task<ReadOnlyMemory<Message>> read = reader.ReadAsync().AsTask();

        await Task.Run(reader.Dispose).Within();

        ReadOnlyMemory<Message> end = await read.Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Dispose_Twice_DoesNothingTheSecondTime()
    {
        await using House house = await House.OpenAsync();
        RoomReader reader = house.Shared.ReadFromNow();
        using RoomReader other = house.Shared.ReadFromNow();

        reader.Dispose();
        reader.Dispose();

        Assert.AreEqual(1, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Dispose_BeforeTheFirstRead_EndsTheReader()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(1);
        RoomReader reader = house.Shared.ReadAfter(0);

        reader.Dispose();

        ReadOnlyMemory<Message> end = await reader.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Dispose_BetweenTheLastPageAndTheSubscription_EndsTheReaderAndLeavesNoSubscription()
    {
        await using House house = await House.OpenAsync();
        RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() =>
        {
            reader.Dispose();
            return Task.CompletedTask;
        });

        ReadOnlyMemory<Message> end = await reader.ReadAsync().Within();

        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Dispose_AfterALapse_EndsTheReader()
    {
        await using House house = await House.OpenAsync(queue: 1);
        RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(5);
        await reader.ReadAsync().Within();

        reader.Dispose();

        ReadOnlyMemory<Message> end = await reader.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(0, house.Shared.LiveReaders);
    }

    [TestMethod]
    public async Task Dispose_WhileTheReaderGoesLive_EndsItAndLeavesNoSubscription()
    {
        await using House house = await House.OpenAsync();
        for (int i = 0; i < 1000; i++)
        {
            RoomReader reader = house.Shared.ReadAfter(0);
            using var start = new Barrier(2);
            Task dispose = Task.Run(() =>
            {
                start.SignalAndWait();
                reader.Dispose();
            });

            start.SignalAndWait();
            ReadOnlyMemory<Message> end = await reader.ReadAsync().Within();
            await dispose.Within();
            Assert.IsTrue(end.IsEmpty);
            Assert.AreEqual(0, house.Shared.LiveReaders);
        }
    }

    [TestMethod]
    public async Task Cancel_AfterDispose_DoesNothing()
    {
        await using House house = await House.OpenAsync();
        using var stop = new CancellationTokenSource();
        RoomReader reader = house.Shared.ReadFromNow(stop.Token);
        using RoomReader other = house.Shared.ReadFromNow();
        reader.Dispose();

        await stop.CancelAsync();

        Assert.AreEqual(1, house.Shared.LiveReaders);
    }
}
