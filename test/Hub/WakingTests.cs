namespace Messenger.Hub.Tests;

[TestClass]
public sealed class WakingTests
{
    [TestMethod]
    public async Task ReadAsync_WhenWokenByAPublication_GoesOnOnAThreadOfThePool()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<bool> onPoolThread = ReadThenTellThread(subscription);

        int publisher = RunOnAThreadOfItsOwn(() => hub.Publish(1));

        Assert.IsTrue(await onPoolThread.Within(), $"The reader went on in its publisher's thread, {publisher}.");
    }

    [TestMethod]
    public async Task ReadAsync_WhenWokenByComplete_GoesOnOnAThreadOfThePool()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        Task<bool> onPoolThread = ReadThenTellThread(subscription);

        RunOnAThreadOfItsOwn(hub.Complete);

        Assert.IsTrue(await onPoolThread.Within());
    }

    [TestMethod]
    public async Task ReadAsync_WhenWokenByDispose_GoesOnOnAThreadOfThePool()
    {
        var hub = new Hub<int>();
        Subscription<int> subscription = hub.Subscribe();
        Task<bool> onPoolThread = ReadThenTellThread(subscription);

        RunOnAThreadOfItsOwn(subscription.Dispose);

        Assert.IsTrue(await onPoolThread.Within());
    }

    [TestMethod]
    public async Task Publish_WhenAReaderBlocksAfterItsRead_DoesNotWaitForIt()
    {
        var hub = new Hub<int>();
        using Subscription<int> blocking = hub.Subscribe();
        using Subscription<int> other = hub.Subscribe();
        using var goOn = new ManualResetEventSlim();
        Task blocked = ReadThenBlock(blocking, goOn);

        Task<long> publication = Task.Run(() => hub.Publish(1));

        Assert.AreEqual(1, await publication.Within());
        Batch<int> batch = await other.ReadAsync().Within();
        Assert.AreSequenceEqual([1], batch.Items.ToArray());
        goOn.Set();
        await blocked.Within();
    }

    private static async Task<bool> ReadThenTellThread(Subscription<int> subscription)
    {
        await subscription.ReadAsync().ConfigureAwait(false);
        return Thread.CurrentThread.IsThreadPoolThread;
    }

    private static async Task ReadThenBlock(Subscription<int> subscription, ManualResetEventSlim goOn)
    {
        await subscription.ReadAsync().ConfigureAwait(false);
        Assert.IsTrue(goOn.Wait(Patience.Limit));
    }

    private static int RunOnAThreadOfItsOwn(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        Assert.IsTrue(thread.Join(Patience.Limit));
        return thread.ManagedThreadId;
    }
}
