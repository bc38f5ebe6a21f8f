namespace Messenger.Stress;

[TestClass]
public sealed class WatchTests
{
    private const int Messages = 2_000;

    [TestMethod]
    public Task Watcher_ThatFallsAsleepWhileSomebodySpeaks_IsWoken() =>
        Work.RepeatAsync(5, async seed =>
            await new WatchParkingScenario(await WatchedHouse.OpenAsync(TimeSpan.Zero), Messages, seed, Patience.Limit).RunAsync());

    [TestMethod]
    public Task Watchers_OfAnySpeed_KnowHowFarEachRoomHasCome() =>
        Work.RepeatAsync(5, async seed =>
            await new WatchChurnScenario(await WatchedHouse.OpenAsync(TimeSpan.Zero), Messages, seed, Patience.Limit).RunAsync());

    [TestMethod]
    public Task Watchers_WithPauses_KnowHowFarEachRoomHasCome() =>
        Work.RepeatAsync(2, async seed =>
            await new WatchChurnScenario(await WatchedHouse.OpenAsync(TimeSpan.FromMilliseconds(5)), Messages, seed, Patience.Limit).RunAsync());
}
