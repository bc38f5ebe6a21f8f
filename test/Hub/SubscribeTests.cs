namespace Messenger.Hub.Tests;

[TestClass]
public sealed class SubscribeTests
{
    [TestMethod]
    public void Subscribe_AfterItemsWerePublished_BeginsAtTheNext()
    {
        var hub = new Hub<int>();
        hub.Publish([1, 2, 3]);

        using Subscription<int> subscription = hub.Subscribe();

        Assert.AreEqual(4, subscription.FirstSequence);
        Assert.AreEqual(3, subscription.LastSequence);
        Assert.AreEqual(SubscriptionStatus.Live, subscription.Status);
    }

    [TestMethod]
    public async Task Subscribe_AfterItemsWerePublished_ReceivesNoneOfThem()
    {
        var hub = new Hub<int>();
        hub.Publish([1, 2, 3]);
        using Subscription<int> subscription = hub.Subscribe();

        hub.Publish(4);

        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreEqual(4, batch.FirstSequence);
        Assert.AreSequenceEqual([4], batch.Items.ToArray());
    }

    [TestMethod]
    public void SubscriptionCount_FollowsSubscribeAndDispose()
    {
        var hub = new Hub<int>();
        Subscription<int> first = hub.Subscribe();
        Subscription<int> second = hub.Subscribe();
        int both = hub.SubscriptionCount;

        first.Dispose();
        int one = hub.SubscriptionCount;
        second.Dispose();

        Assert.AreEqual(2, both);
        Assert.AreEqual(1, one);
        Assert.AreEqual(0, hub.SubscriptionCount);
    }

    [TestMethod]
    public async Task Subscribe_WhileOthersPublish_FixesItsFirstSequenceInTheSameStep()
    {
        const int Subscriptions = 300;
        var hub = new Hub<long>(new HubOptions { QueueCapacity = 1 });
        using var enough = new CancellationTokenSource();

        // Each item is its own number, so a subscription whose number and queue were not fixed in one step gives itself away.
        Task publisher = Task.Run(() =>
        {
            for (long next = 1; !enough.IsCancellationRequested; next++)
            {
                hub.Publish(next, next);
            }
        });

        for (int i = 0; i < Subscriptions; i++)
        {
            using Subscription<long> subscription = hub.Subscribe();
            Batch<long> batch = await subscription.ReadAsync().Within();
            Assert.AreEqual(subscription.FirstSequence, batch.FirstSequence);
            Assert.AreEqual(subscription.FirstSequence, batch.Items.Span[0]);
        }

        await enough.CancelAsync();
        await publisher.Within();
    }
}
