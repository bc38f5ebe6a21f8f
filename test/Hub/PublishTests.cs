namespace Messenger.Hub.Tests;

[TestClass]
public sealed class PublishTests
{
    [TestMethod]
    public void Publish_OneItemAfterAnother_ReturnsOneThenTwo()
    {
        var hub = new Hub<string>();

        long first = hub.Publish("a");
        long second = hub.Publish("b");

        Assert.AreEqual(1, first);
        Assert.AreEqual(2, second);
    }

    [TestMethod]
    public void Publish_OfABatch_ReturnsTheNumberOfItsFirstAndCountsAll()
    {
        var hub = new Hub<string>();
        hub.Publish("a");

        long first = hub.Publish(["b", "c", "d"]);

        Assert.AreEqual(2, first);
        Assert.AreEqual(5, hub.NextSequence);
    }

    [TestMethod]
    public async Task Publish_OfABatch_DeliversItInItsOrder()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();

        hub.Publish([30, 10, 20]);

        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreSequenceEqual([30, 10, 20], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task Publish_OfAnEmptyBatch_ChangesNothingAndWakesNobody()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> read = subscription.ReadAsync().AsTask();

        long first = hub.Publish([]);

        Assert.AreEqual(1, first);
        Assert.AreEqual(1, hub.NextSequence);

        // A wake-up would be ahead of these in the pool's global queue.
        for (int i = 0; i < 100; i++)
        {
            await Task.Factory.StartNew(() => { }, default, TaskCreationOptions.PreferFairness, TaskScheduler.Default).Within();
        }

        Assert.IsFalse(read.IsCompleted);
        hub.Publish(7);
        Batch<int> batch = await read.Within();
        Assert.AreSequenceEqual([7], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task Publish_UnderTheNextSequence_DeliversUnderIt()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();

        hub.Publish(1, 10);
        hub.Publish(2, [20, 30]);

        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreEqual(1, batch.FirstSequence);
        Assert.AreSequenceEqual([10, 20, 30], batch.Items.ToArray());
        Assert.AreEqual(4, hub.NextSequence);
    }

    [TestMethod]
    [DataRow(4L)]
    [DataRow(6L)]
    [DataRow(0L)]
    [DataRow(-1L)]
    public async Task Publish_UnderAnotherSequenceThanTheNext_ThrowsAndPublishesNothing(long wrong)
    {
        var hub = new Hub<int>(new HubOptions { FirstSequence = 5 });
        using Subscription<int> subscription = hub.Subscribe();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => hub.Publish(wrong, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => hub.Publish(wrong, [1, 2]));

        Assert.AreEqual(5, hub.NextSequence);
        hub.Publish(5, 50);
        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreEqual(5, batch.FirstSequence);
        Assert.AreSequenceEqual([50], batch.Items.ToArray());
    }

    [TestMethod]
    public void FirstSequence_WhenSet_IsTheNumberOfTheFirstItem()
    {
        var hub = new Hub<int>(new HubOptions { FirstSequence = 1001 });

        long next = hub.NextSequence;
        long first = hub.Publish(7);

        Assert.AreEqual(1001, next);
        Assert.AreEqual(1001, first);
    }

    [TestMethod]
    public async Task Publish_WithSeveralSubscriptions_ReachesEachOfThem()
    {
        var hub = new Hub<int>();
        Subscription<int>[] subscriptions = [hub.Subscribe(), hub.Subscribe(), hub.Subscribe()];

        hub.Publish([1, 2]);

        foreach (Subscription<int> subscription in subscriptions)
        {
            Batch<int> batch = await subscription.ReadAsync().Within();
            Assert.AreSequenceEqual([1, 2], batch.Items.ToArray());
        }
    }

    [TestMethod]
    public void Publish_WithoutSubscriptions_CountsOn()
    {
        var hub = new Hub<int>();

        hub.Publish(1);
        hub.Publish(2);

        Assert.AreEqual(3, hub.NextSequence);
        Assert.AreEqual(0, hub.SubscriptionCount);
    }
}
