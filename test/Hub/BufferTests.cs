using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Messenger.Hub.Tests;

/// <summary>A subscription that lives long keeps nothing alive that its reader is done with.</summary>
[TestClass]
public sealed class BufferTests
{
    [TestMethod]
    public void ReadAsync_NextTime_LetsTheItemsOfTheLastBatchBeCollected()
    {
        var hub = new Hub<object>();
        using Subscription<object> subscription = hub.Subscribe();
        WeakReference item = PublishNew(hub);
        Read(subscription);
        bool whileLent = IsAlive(item);

        Task<Batch<object>> waiting = subscription.ReadAsync().AsTask();

        Assert.IsTrue(whileLent, "The batch was lent until the next read.");
        Assert.IsFalse(IsAlive(item));
        Assert.IsFalse(waiting.IsCompleted);
    }

    [TestMethod]
    public void ReadAsync_OfTheNextBatch_LetsTheItemsOfTheLastBatchBeCollected()
    {
        var hub = new Hub<object>();
        using Subscription<object> subscription = hub.Subscribe();
        WeakReference first = PublishNew(hub);
        Read(subscription);
        WeakReference second = PublishNew(hub);

        Read(subscription);

        Assert.IsFalse(IsAlive(first));
        Assert.IsTrue(IsAlive(second));
    }

    [TestMethod]
    public void Dispose_LetsTheQueuedItemsBeCollected()
    {
        var hub = new Hub<object>();
        Subscription<object> subscription = hub.Subscribe();
        WeakReference item = PublishNew(hub);
        bool whileQueued = IsAlive(item);

        subscription.Dispose();

        Assert.IsTrue(whileQueued);
        Assert.IsFalse(IsAlive(item));
        GC.KeepAlive(subscription);
    }

    [TestMethod]
    public void ReadAsync_WhenCaughtUpAfterABurst_LetsTheLargeBufferBeCollected()
    {
        var hub = new Hub<int>();
        using Subscription<int> subscription = hub.Subscribe();
        hub.Publish(new int[4000]);
        WeakReference buffer = ReadBuffer(subscription);
        bool whileLent = IsAlive(buffer);

        Task<Batch<int>> waiting = subscription.ReadAsync().AsTask();

        Assert.IsTrue(whileLent);
        Assert.IsFalse(IsAlive(buffer));
        Assert.IsFalse(waiting.IsCompleted);
    }

    [TestMethod]
    public void Publish_UpToTheCapacity_GrowsTheBufferToItAndNoFurther()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = 5 });
        using Subscription<int> subscription = hub.Subscribe();
        for (int i = 0; i < 5; i++)
        {
            hub.Publish(i);
        }

        Assert.IsTrue(MemoryMarshal.TryGetArray(Take(subscription).Items, out ArraySegment<int> segment));

        Assert.HasCount(5, segment.Array!);
    }

    // Not inlined, so that no local of a test keeps the object alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PublishNew(Hub<object> hub)
    {
        object item = new();
        hub.Publish(item);
        return new WeakReference(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Read(Subscription<object> subscription) => Assert.AreEqual(1, Take(subscription).Items.Length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ReadBuffer(Subscription<int> subscription)
    {
        Assert.IsTrue(MemoryMarshal.TryGetArray(Take(subscription).Items, out ArraySegment<int> segment));
        return new WeakReference(segment.Array);
    }

    private static Batch<T> Take<T>(Subscription<T> subscription)
    {
        Task<Batch<T>> read = subscription.ReadAsync().AsTask();
        Assert.IsTrue(read.IsCompletedSuccessfully, "There was something to read.");
        return read.Result;
    }

    private static bool IsAlive(WeakReference reference)
    {
        for (int i = 0; i < 3 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return reference.IsAlive;
    }
}
