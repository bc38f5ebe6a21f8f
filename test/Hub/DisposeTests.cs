namespace Messenger.Hub.Tests;

[TestClass]
public sealed class DisposeTests
{
    [TestMethod]
    public async Task Dispose_DropsWhatIsQueued()
    {
        var hub = new Hub<int>();
        Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2]);

        subscription.Dispose();

        Batch<int> end = await subscription.ReadAsync().Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(SubscriptionStatus.Disposed, subscription.Status);
        Assert.AreEqual(0, subscription.LastSequence);
    }

    [TestMethod]
    public async Task Dispose_WhileAReadWaits_EndsItWithAnEmptyBatch()
    {
        var hub = new Hub<int>();
        Subscription<int> subscription = hub.Subscribe();
        Task<Batch<int>> read = subscription.ReadAsync().AsTask();

        await Task.Run(subscription.Dispose).Within();

        Batch<int> end = await read.Within();
        Assert.IsTrue(end.IsEmpty);
        Assert.AreEqual(SubscriptionStatus.Disposed, subscription.Status);
    }

    [TestMethod]
    public async Task Dispose_Twice_DoesNothingTheSecondTime()
    {
        var hub = new Hub<int>();
        using Subscription<int> other = hub.Subscribe();
        Subscription<int> subscription = hub.Subscribe();

        subscription.Dispose();
        subscription.Dispose();

        Assert.AreEqual(1, hub.SubscriptionCount);
        hub.Publish(1);
        Batch<int> batch = await other.ReadAsync().Within();
        Assert.AreSequenceEqual([1], batch.Items.ToArray());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Dispose_OfOneOfSeveral_LeavesTheOthersAlone(int which)
    {
        var hub = new Hub<int>();
        List<Subscription<int>> subscriptions = [hub.Subscribe(), hub.Subscribe(), hub.Subscribe()];

        subscriptions[which].Dispose();
        subscriptions.RemoveAt(which);

        hub.Publish(1);
        foreach (Subscription<int> subscription in subscriptions)
        {
            Batch<int> batch = await subscription.ReadAsync().Within();
            Assert.AreSequenceEqual([1], batch.Items.ToArray());
            subscription.Dispose();
        }

        Assert.AreEqual(0, hub.SubscriptionCount);
    }

    [TestMethod]
    public async Task Dispose_AfterALapse_TakesNobodyElseFromTheHub()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 1 });
        Subscription<int> lapsed = hub.Subscribe();
        hub.Publish([1, 2]);
        using Subscription<int> other = hub.Subscribe();

        lapsed.Dispose();

        Assert.AreEqual(SubscriptionStatus.Disposed, lapsed.Status);
        Assert.AreEqual(1, hub.SubscriptionCount);
        hub.Publish(3);
        Batch<int> batch = await other.ReadAsync().Within();
        Assert.AreSequenceEqual([3], batch.Items.ToArray());
    }

    [TestMethod]
    public async Task Dispose_WhileOthersPublish_EndsEachReadAndFreesEachPlace()
    {
        const int Rounds = 300;
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 2 });
        using var enough = new CancellationTokenSource();
        Task[] publishers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                while (!enough.IsCancellationRequested)
                {
                    hub.Publish(1);
                }
            })),
        ];

        for (int i = 0; i < Rounds; i++)
        {
            Subscription<int> subscription = hub.Subscribe();
            Task<Batch<int>> read = subscription.ReadAsync().AsTask();
            subscription.Dispose();

            await read.Within();
            Batch<int> end = await subscription.ReadAsync().Within();
            Assert.IsTrue(end.IsEmpty);
            Assert.AreEqual(SubscriptionStatus.Disposed, subscription.Status);
        }

        await enough.CancelAsync();
        await Task.WhenAll(publishers).Within();
        Assert.AreEqual(0, hub.SubscriptionCount);
    }
}
