namespace Messenger.Hub.Tests;

[TestClass]
public sealed class LapseTests
{
    [TestMethod]
    public async Task Publish_WhenAQueueIsFull_LapsesOnlyThatSubscription()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 2 });
        using Subscription<int> slow = hub.Subscribe();
        using Subscription<int> quick = hub.Subscribe();
        using Subscription<int> slowToo = hub.Subscribe();
        hub.Publish([1, 2]);
        await quick.ReadAsync().Within();

        hub.Publish(3);

        Assert.AreEqual(SubscriptionStatus.Lapsed, slow.Status);
        Assert.AreEqual(SubscriptionStatus.Lapsed, slowToo.Status);
        Assert.AreEqual(SubscriptionStatus.Live, quick.Status);
        Assert.AreEqual(1, hub.SubscriptionCount);
        Batch<int> batch = await quick.ReadAsync().Within();
        Assert.AreEqual(3, batch.FirstSequence);
        Assert.AreSequenceEqual([3], batch.Items.ToArray());
    }

    [TestMethod]
    public void Publish_WhenAQueueBecomesExactlyFull_KeepsItLive()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 3 });
        using Subscription<int> subscription = hub.Subscribe();

        hub.Publish([1, 2, 3]);
        hub.Publish([]);

        Assert.AreEqual(SubscriptionStatus.Live, subscription.Status);
        Assert.AreEqual(1, hub.SubscriptionCount);
    }

    [TestMethod]
    public async Task Publish_OfABatchThatFitsInPart_QueuesThatPart()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 3 });
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish(1);

        hub.Publish([2, 3, 4, 5]);

        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreEqual(1, batch.FirstSequence);
        Assert.AreSequenceEqual([1, 2, 3], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_AfterALapse_DrainsThenIsEmptyAndTellsTheLastBeforeTheGap()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 2, FirstSequence = 11 });
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2, 3]);
        hub.Publish(4);

        Batch<int> queued = await subscription.ReadAsync().Within();
        int[] items = queued.Items.ToArray();
        long last = subscription.LastSequence;
        Batch<int> end = await subscription.ReadAsync().Within();
        Batch<int> stillEnd = await subscription.ReadAsync().Within();

        Assert.AreSequenceEqual([1, 2], items);
        Assert.AreEqual(12, last);
        Assert.AreEqual(12, subscription.LastSequence);
        Assert.IsTrue(end.IsEmpty);
        Assert.IsTrue(stillEnd.IsEmpty);
        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
    }

    [TestMethod]
    public async Task Publish_OfMoreThanTheCapacityToAWaitingReader_WakesItWithWhatFits()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 1 });
        using Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> read = subscription.ReadAsync().AsTask();

        hub.Publish([1, 2]);

        Batch<int> batch = await read.Within();
        Assert.AreSequenceEqual([1], batch.Items.ToArray());
        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
    }

    [TestMethod]
    public async Task Publish_WithACapacityOfOne_NeedsAReadBetweenTwoItems()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 1 });
        using Subscription<int> subscription = hub.Subscribe();
        for (int i = 1; i <= 5; i++)
        {
            hub.Publish(i);
            Batch<int> batch = await subscription.ReadAsync().Within();
            Assert.AreSequenceEqual([i], batch.Items.ToArray());
        }

        hub.Publish(6);
        SubscriptionStatus atCapacity = subscription.Status;
        hub.Publish(7);

        Assert.AreEqual(SubscriptionStatus.Live, atCapacity);
        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(1000)]
    public async Task Publish_ItemByItem_GrowsTheQueueUpToItsCapacityAndNoFurther(int capacity)
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = capacity });
        using Subscription<int> subscription = hub.Subscribe();
        for (int i = 1; i <= capacity; i++)
        {
            hub.Publish(i);
        }

        SubscriptionStatus atCapacity = subscription.Status;
        hub.Publish(capacity + 1);

        Assert.AreEqual(SubscriptionStatus.Live, atCapacity);
        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreSequenceEqual(Enumerable.Range(1, capacity).ToArray(), batch.Items.ToArray());
    }

    [TestMethod]
    public async Task ReadAsync_OfAFullQueue_MakesRoomForAWholeCapacityWhileTheBatchIsInUse()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 4 });
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2, 3, 4]);
        Batch<int> inUse = await subscription.ReadAsync().Within();

        hub.Publish([5, 6, 7, 8]);

        Assert.AreEqual(SubscriptionStatus.Live, subscription.Status);
        Assert.AreSequenceEqual([1, 2, 3, 4], inUse.Items.ToArray());
        Batch<int> next = await subscription.ReadAsync().Within();
        Assert.AreSequenceEqual([5, 6, 7, 8], next.Items.ToArray());
    }
}
