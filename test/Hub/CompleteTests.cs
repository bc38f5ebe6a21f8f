namespace Messenger.Hub.Tests;

[TestClass]
public sealed class CompleteTests
{
    [TestMethod]
    public async Task Complete_WithItemsQueued_LetsThemBeReadThenEnds()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2]);

        hub.Complete();

        Assert.AreEqual(SubscriptionStatus.Completed, subscription.Status);
        Batch<int> queued = await subscription.ReadAsync().Within();
        Assert.AreSequenceEqual([1, 2], queued.Items.ToArray());
        Batch<int> end = await subscription.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(2, subscription.LastSequence);
    }

    [TestMethod]
    public async Task Complete_EndsTheReadsThatWait()
    {
        var hub = new Hub<int>();
        Subscription<int>[] subscriptions = [hub.Subscribe(), hub.Subscribe(), hub.Subscribe()];
        Task<Batch<int>>[] reads = [.. subscriptions.Select(subscription => subscription.ReadAsync().AsTask())];

        hub.Complete();

        Batch<int>[] ends = await Task.WhenAll(reads).Within();
        Assert.IsTrue(ends.All(end => end.IsEmpty));
        Assert.IsTrue(subscriptions.All(subscription => subscription.Status == SubscriptionStatus.Completed));
    }

    [TestMethod]
    public void Publish_AfterComplete_Throws()
    {
        var hub = new Hub<int>();

        hub.Complete();

        Assert.ThrowsExactly<InvalidOperationException>(() => hub.Publish(1));
        Assert.ThrowsExactly<InvalidOperationException>(() => hub.Publish([1, 2]));
        Assert.ThrowsExactly<InvalidOperationException>(() => hub.Publish(1, 1));
        Assert.ThrowsExactly<InvalidOperationException>(() => hub.Publish(1, [1, 2]));
        Assert.AreEqual(1, hub.NextSequence);
    }

    [TestMethod]
    public async Task Subscribe_AfterComplete_IsCompletedFromTheStart()
    {
        var hub = new Hub<int>();
        hub.Publish([1, 2]);
        hub.Complete();

        using Subscription<int> subscription = hub.Subscribe();

        Assert.AreEqual(SubscriptionStatus.Completed, subscription.Status);
        Assert.AreEqual(3, subscription.FirstSequence);
        Assert.AreEqual(0, hub.SubscriptionCount);
        Batch<int> end = await subscription.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
    }

    [TestMethod]
    public async Task Complete_Twice_DoesNothingTheSecondTime()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish(1);

        hub.Complete();
        hub.Complete();

        Assert.AreEqual(0, hub.SubscriptionCount);
        Batch<int> queued = await subscription.ReadAsync().Within();
        Assert.AreSequenceEqual([1], queued.Items.ToArray());
    }

    [TestMethod]
    public async Task Complete_AfterALapse_LeavesTheLapseStanding()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 1 });
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2]);

        hub.Complete();

        await subscription.ReadAsync().Within();
        Batch<int> end = await subscription.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(SubscriptionStatus.Lapsed, subscription.Status);
    }

    [TestMethod]
    public void Dispose_AfterComplete_IsFine()
    {
        var hub = new Hub<int>();
        Subscription<int> subscription = hub.Subscribe();
        hub.Complete();

        subscription.Dispose();

        Assert.AreEqual(SubscriptionStatus.Disposed, subscription.Status);
        Assert.AreEqual(0, hub.SubscriptionCount);
    }
}
