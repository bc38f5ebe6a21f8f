namespace Messenger.Hub.Tests;

[TestClass]
public sealed class OrderTests
{
    private const int Publishers = 4;
    private const int ItemsEach = 5000;

    [TestMethod]
    public async Task Publish_FromSeveralThreads_GivesAllSubscriptionsTheSameOrder()
    {
        var hub = new Hub<(int Publisher, int Number)>(new HubOptions { QueueCapacity = Publishers * ItemsEach });
        using Subscription<(int, int)> one = hub.Subscribe();
        using Subscription<(int, int)> other = hub.Subscribe();
        Task<List<(int Publisher, int Number)>> oneReads = ReadToEndAsync(one);
        Task<List<(int Publisher, int Number)>> otherReads = ReadToEndAsync(other);

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() => PublishAll(hub, publisher)))).Within();
        hub.Complete();

        List<(int Publisher, int Number)> order = await oneReads.Within();
        Assert.AreSequenceEqual(order, await otherReads.Within());
        Assert.HasCount(Publishers * ItemsEach, order);
        foreach (IGrouping<int, (int Publisher, int Number)> own in order.GroupBy(item => item.Publisher))
        {
            Assert.AreSequenceEqual(Enumerable.Range(0, ItemsEach).ToArray(), own.Select(item => item.Number).ToArray());
        }
    }

    [TestMethod]
    public async Task Publish_FromSeveralThreads_PutsEachItemUnderTheNumberItReturned()
    {
        var hub = new Hub<int>(new HubOptions { QueueCapacity = Publishers * ItemsEach });
        using Subscription<int> subscription = hub.Subscribe();
        var numberOf = new long[Publishers * ItemsEach];

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() =>
        {
            for (int i = publisher; i < numberOf.Length; i += Publishers)
            {
                numberOf[i] = hub.Publish(i);
            }
        }))).Within();

        Batch<int> batch = await subscription.ReadAsync().Within();
        Assert.AreEqual(numberOf.Length, batch.Items.Length);
        for (int i = 0; i < numberOf.Length; i++)
        {
            Assert.AreEqual(i, batch.Items.Span[(int)(numberOf[i] - batch.FirstSequence)]);
        }
    }

    // Single items and batches, mixed.
    private static void PublishAll(Hub<(int, int)> hub, int publisher)
    {
        for (int i = 0; i < ItemsEach; i += 5)
        {
            hub.Publish((publisher, i));
            hub.Publish([(publisher, i + 1), (publisher, i + 2)]);
            hub.Publish([(publisher, i + 3), (publisher, i + 4)]);
        }
    }

    private static async Task<List<(int Publisher, int Number)>> ReadToEndAsync(Subscription<(int, int)> subscription)
    {
        List<(int, int)> items = [];
        long expected = subscription.FirstSequence;
        while (await subscription.ReadAsync() is { IsEmpty: false } batch)
        {
            Assert.AreEqual(expected, batch.FirstSequence);
            expected += batch.Items.Length;
            items.AddRange(batch.Items.Span);
        }

        return items;
    }
}
