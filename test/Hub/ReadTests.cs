namespace Messenger.Hub.Tests;

[TestClass]
public sealed class ReadTests
{
    [TestMethod]
    public async Task ReadAsync_WhenSeveralPublicationsAreQueued_HandsThemOverAsOneBatch()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish(1);
        hub.Publish([2, 3]);
        hub.Publish(4);

        Batch<int> batch = await subscription.ReadAsync().Within();

        Assert.AreEqual(1, batch.FirstSequence);
        Assert.IsFalse(batch.IsEmpty);
        Assert.AreSequenceEqual([1, 2, 3, 4], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_BatchAfterBatch_GoesOnWithoutAGap()
    {
        var hub = new Hub<int>(new HubOptions { FirstSequence = 100 });
        using Subscription<int> subscription = hub.Subscribe();
        long expected = 100;

        for (int size = 1; size <= 40; size++)
        {
            hub.Publish(Enumerable.Range((int)expected, size).ToArray());
            Batch<int> batch = await subscription.ReadAsync().Within();

            Assert.AreEqual(expected, batch.FirstSequence);
            Assert.AreSequenceEqual(Enumerable.Range((int)expected, size).ToArray(), batch.Items.ToArray());
            expected += size;
        }
    }

    [TestMethod]
    public async Task LastSequence_FollowsWhatWasRead()
    {
        var hub = new Hub<int>(new HubOptions { FirstSequence = 8 });
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2, 3]);
        long beforeReading = subscription.LastSequence;

        await subscription.ReadAsync().Within();

        Assert.AreEqual(7, beforeReading);
        Assert.AreEqual(10, subscription.LastSequence);
    }

    [TestMethod]
    public async Task ReadAsync_ThatWaits_IsWokenByAPublication()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> read = subscription.ReadAsync().AsTask();
        bool early = read.IsCompleted;

        hub.Publish(5);

        Assert.IsFalse(early, "There was nothing to read.");
        Batch<int> batch = await read.Within();
        Assert.AreSequenceEqual([5], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_ThatIsWoken_FindsAllThatWasQueuedByThen()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        ValueTask<Batch<int>> read = subscription.ReadAsync();
        hub.Publish(1);
        await Patience.Until(() => read.IsCompleted, "the waiting read is woken");

        hub.Publish([2, 3]);

        Batch<int> batch = await read;
        Assert.AreSequenceEqual([1, 2, 3], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_WaitingAgainAndAgain_IsWokenEachTime()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();

        for (int i = 1; i <= 1000; i++)
        {
            Task<Batch<int>> read = subscription.ReadAsync().AsTask();
            hub.Publish(i);

            Batch<int> batch = await read.Within();
            Assert.AreEqual(i, batch.FirstSequence);
            Assert.AreEqual(i, batch.Items.Span[0]);
        }
    }

    [TestMethod]
    public async Task ReadAsync_WhileAnotherWaits_ThrowsAndLeavesTheOtherAlone()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> read = subscription.ReadAsync().AsTask();

        Assert.ThrowsExactly<InvalidOperationException>(() => { _ = subscription.ReadAsync().AsTask(); });

        hub.Publish(9);
        Batch<int> batch = await read.Within();
        Assert.AreSequenceEqual([9], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_AfterTheWaitingOneWasAwaited_IsAllowedAgain()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> first = subscription.ReadAsync().AsTask();
        hub.Publish(1);
        await first.Within();
        hub.Publish(2);

        Batch<int> second = await subscription.ReadAsync().Within();

        Assert.AreEqual(2, second.FirstSequence);
        Assert.AreSequenceEqual([2], second.Items.ToArray());
    }
}
