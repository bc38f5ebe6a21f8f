using Messenger.Chat;
using Messenger.Journal.Memory;
using Messenger.ServerHost.Metrics;

namespace Messenger.ServerHost.Tests;

/// <summary>What streams have come to, together.</summary>
[TestClass]
public sealed class OpenStreamsTests
{
    [TestMethod]
    public async Task Totals_HaveWhatOpenStreamsDo_AndOfThoseThatAreOverWhatStays()
    {
        await using RoomDirectory rooms = await OpenAsync();
        var streams = new OpenStreams();
        using RoomReader quick = rooms.Shared.ReadFromNow();
        using RoomReader slow = rooms.Shared.ReadFromNow();
        streams.Add(quick);
        streams.Add(slow);
        for (int i = 0; i < 3; i++)
        {
            await rooms.Shared.PostAsync("a", "t").Within();
        }

        await quick.ReadAsync().Within();
        Assert.AreEqual(new StreamTotals { Queued = 3, LongestLag = 3 }, streams.Totals);
        Task next = quick.ReadAsync().AsTask();
        Assert.AreEqual(new StreamTotals { Delivered = 3, Queued = 3, LongestLag = 3 }, streams.Totals);

        streams.Remove(quick);
        streams.Remove(slow);
        streams.Remove(slow);
        Assert.AreEqual(new StreamTotals { Delivered = 3 }, streams.Totals);
        quick.Dispose();
        await next.Within();
    }

    [TestMethod]
    public async Task Totals_WhileStreamsComeAndGo_NeverGoBack()
    {
        const int Streams = 20_000;
        await using RoomDirectory rooms = await OpenAsync();
        await rooms.Shared.PostAsync("a", "t").Within();
        var streams = new OpenStreams();
        Task[] coming = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Streams; i++)
            {
                using RoomReader reader = rooms.Shared.ReadAfter(0);
                streams.Add(reader);
                await reader.ReadAsync();
                Task next = reader.ReadAsync().AsTask();
                streams.Remove(reader);
                reader.Dispose();
                await next;
            }
        }))];

        long last = 0;
        while (!Task.WhenAll(coming).IsCompleted)
        {
            long delivered = streams.Totals.Delivered;
            Assert.IsGreaterThanOrEqualTo(last, delivered);
            last = delivered;
        }

        await Task.WhenAll(coming).Within();
        Assert.AreEqual(2 * Streams, streams.Totals.Delivered);
    }

    private static async Task<RoomDirectory> OpenAsync()
    {
        var rooms = new RoomDirectory(new MemoryJournal(), new ChatOptions());
        await rooms.OpenAsync().Within();
        return rooms;
    }
}
