namespace Messenger.Hub.Tests;

/// <summary>How many items a subscription says to have queued.</summary>
[TestClass]
public sealed class QueuedCountTests
{
    [TestMethod]
    public async Task QueuedCount_IsWhatWasPublishedAndNotReadYet()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Assert.AreEqual(0, subscription.QueuedCount);

        hub.Publish([1, 2, 3]);
        hub.Publish(4);
        Assert.AreEqual(4, subscription.QueuedCount);

        await subscription.ReadAsync().Within();
        Assert.AreEqual(0, subscription.QueuedCount);

        hub.Publish(5);
        Assert.AreEqual(1, subscription.QueuedCount);
    }

    [TestMethod]
    public void QueuedCount_AfterALapse_IsWhatCanStillBeRead()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 2 });
        using Subscription<int> subscription = hub.Subscribe();

        hub.Publish([1, 2, 3]);
        hub.Publish(4);

        Assert.AreEqual(2, subscription.QueuedCount);
    }

    [TestMethod]
    public void QueuedCount_AfterTheSubscriptionIsDisposed_IsNothing()
    {
        var hub = new Hub<int>();
        Subscription<int> subscription = hub.Subscribe();
        hub.Publish([1, 2, 3]);

        subscription.Dispose();

        Assert.AreEqual(0, subscription.QueuedCount);
    }

    [TestMethod]
    public async Task QueuedCount_WhileOthersPublishAndRead_IsNeverOutOfItsBounds()
    {
        const int Items = 100_000;
        const int Capacity = 64;
        var hub = new Hub<int>(new HubOptions { QueueCapacity = Capacity });
        Subscription<int> subscription = hub.Subscribe();
        Task publishing = Task.Run(() =>
        {
            for (int i = 0; i < Items; i++)
            {
                hub.Publish(i);
            }

            hub.Complete();
        });
        Task reading = Task.Run(async () =>
        {
            while (await subscription.ReadAsync() is { IsEmpty: false })
            {
                // Until it has lapsed or the hub is completed.
            }
        });

        // What was read and what was published are looked at one after the other: so it may be one batch too many, and never less than none.
        do
        {
            Assert.IsInRange(0, 2 * Capacity, subscription.QueuedCount);
        }
        while (!publishing.IsCompleted || !reading.IsCompleted);

        await Task.WhenAll(publishing, reading).Within();
        Assert.AreEqual(0, subscription.QueuedCount);
    }
}
