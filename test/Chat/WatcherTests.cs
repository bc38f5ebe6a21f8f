namespace Messenger.Chat.Tests;

/// <summary>What a watcher of all rooms is told, and when.</summary>
[TestClass]
public sealed class WatcherTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    public async Task Read_AtFirst_TellsAllRoomsInTheirOrder()
    {
        await using House house = await House.OpenAsync();
        Room said = await house.Rooms.CreateAsync("said").Within();
        Room silent = await house.Rooms.CreateAsync("silent").Within();
        await House.PostAsync(said, 2);
        RoomWatcher watcher = house.Rooms.Watch(TimeProvider.System);

        RoomActivity[] told = await ReadAsync(watcher);

        CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, 0), new(said, 2), new(silent, 0) }, told);
    }

    [TestMethod]
    public async Task Read_OfAHouseWithAHistory_TellsHowFarItsRoomsAre()
    {
        await using House house = await House.OpenAsync(kept: 2);
        await house.PostAsync(5);

        // A house that opens on what another has left.
        await using var reopened = new RoomDirectory(house.Journal, new ChatOptions());
        await reopened.OpenAsync().Within();
        RoomActivity[] told = await ReadAsync(reopened.Watch(TimeProvider.System));

        CollectionAssert.AreEqual(new RoomActivity[] { new(reopened.Shared, 5) }, told);
    }

    [TestMethod]
    public async Task Read_ByAReaderThatWasAway_TellsEachRoomThatWentOnOnceWithItsNewest()
    {
        await using House house = await House.OpenAsync();
        Room first = await house.Rooms.CreateAsync("first").Within();
        Room silent = await house.Rooms.CreateAsync("silent").Within();
        Room last = await house.Rooms.CreateAsync("last").Within();
        RoomWatcher watcher = house.Rooms.Watch(TimeProvider.System);
        await ReadAsync(watcher);

        for (int i = 0; i < 100; i++)
        {
            await House.PostAsync(last, 1);
            await House.PostAsync(first, 2);
        }

        Room made = await house.Rooms.CreateAsync("made").Within();
        RoomActivity[] told = await ReadAsync(watcher);

        CollectionAssert.AreEqual(new RoomActivity[] { new(first, 200), new(last, 100), new(made, 0) }, told);
        Assert.AreEqual(0, silent.NewestSequence);
    }

    [TestMethod]
    public async Task Read_WhileNothingHappens_WaitsForWhatIsSaid()
    {
        await using House house = await House.OpenAsync();
        RoomWatcher watcher = house.Rooms.Watch(TimeProvider.System);
        await ReadAsync(watcher);
        Task<RoomActivity[]> reading = ReadAsync(watcher);

        Assert.IsFalse(reading.IsCompleted);
        await house.PostAsync(1);

        CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, 1) }, await reading);
    }

    [TestMethod]
    public async Task Read_WhileNothingHappens_WaitsForARoomThatIsMade()
    {
        await using House house = await House.OpenAsync();
        RoomWatcher watcher = house.Rooms.Watch(TimeProvider.System);
        await ReadAsync(watcher);
        Task<RoomActivity[]> reading = ReadAsync(watcher);

        Assert.IsFalse(reading.IsCompleted);
        Room made = await house.Rooms.CreateAsync("made").Within();

        CollectionAssert.AreEqual(new RoomActivity[] { new(made, 0) }, await reading);
    }

    [TestMethod]
    public async Task Read_ByManyThatWait_TellsAllOfThem()
    {
        await using House house = await House.OpenAsync();
        RoomWatcher[] watchers = [.. Enumerable.Range(0, 50).Select(_ => house.Rooms.Watch(TimeProvider.System))];
        await Task.WhenAll(watchers.Select(ReadAsync));

        for (int i = 1; i <= 20; i++)
        {
            Task<RoomActivity[]>[] reading = [.. watchers.Select(ReadAsync)];
            await house.PostAsync(1);

            foreach (RoomActivity[] told in await Task.WhenAll(reading))
            {
                CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, i) }, told);
            }
        }
    }

    [TestMethod]
    public async Task Read_BeforeThePauseIsOver_WaitsForItsEndAndTellsTheNewest()
    {
        var clock = new SteppedClock();
        await using House house = await House.OpenAsync(watchPause: Pause);
        RoomWatcher watcher = house.Rooms.Watch(clock);
        await ReadAsync(watcher);
        await house.PostAsync(1);
        clock.Step(Pause / 2);
        Task<RoomActivity[]> reading = ReadAsync(watcher);

        Assert.IsFalse(reading.IsCompleted);
        Assert.AreEqual(1, clock.Waiting);
        await house.PostAsync(1);
        clock.Step((Pause / 2) - TimeSpan.FromTicks(1));
        Assert.IsFalse(reading.IsCompleted);
        clock.Step(TimeSpan.FromTicks(1));

        CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, 2) }, await reading);
    }

    [TestMethod]
    public async Task Read_AfterThePause_WaitsForNoClock()
    {
        var clock = new SteppedClock();
        await using House house = await House.OpenAsync(watchPause: Pause);
        RoomWatcher watcher = house.Rooms.Watch(clock);
        await ReadAsync(watcher);
        clock.Step(Pause);
        Task<RoomActivity[]> reading = ReadAsync(watcher);

        await house.PostAsync(1);

        CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, 1) }, await reading);
        Assert.AreEqual(0, clock.Waiting);
    }

    [TestMethod]
    public async Task Read_OfAHouseThatCloses_TellsTheRestAndThenNothing()
    {
        await using House house = await House.OpenAsync();
        RoomWatcher waits = house.Rooms.Watch(TimeProvider.System);
        RoomWatcher wasAway = house.Rooms.Watch(TimeProvider.System);
        await ReadAsync(waits);
        await ReadAsync(wasAway);
        await house.PostAsync(1);
        await ReadAsync(waits);
        Task<RoomActivity[]> reading = ReadAsync(waits);

        await house.Rooms.CloseAsync().Within();

        Assert.IsEmpty(await reading);
        CollectionAssert.AreEqual(new RoomActivity[] { new(house.Shared, 1) }, await ReadAsync(wasAway));
        Assert.IsEmpty(await ReadAsync(wasAway));
    }

    [TestMethod]
    public async Task Read_ThatIsCancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        var clock = new SteppedClock();
        await using House house = await House.OpenAsync(watchPause: Pause);
        RoomWatcher waits = house.Rooms.Watch(clock, cancelled.Token);
        RoomWatcher pauses = house.Rooms.Watch(clock, cancelled.Token);
        await ReadAsync(waits);
        clock.Step(Pause);
        await ReadAsync(pauses);
        Task<RoomActivity[]>[] reading = [ReadAsync(waits), ReadAsync(pauses)];

        await cancelled.CancelAsync();

        foreach (Task<RoomActivity[]> read in reading)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => read);
        }
    }

    private static async Task<RoomActivity[]> ReadAsync(RoomWatcher watcher) => [.. await watcher.ReadAsync().Within()];
}
