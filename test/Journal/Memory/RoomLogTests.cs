using Messenger.Journal.Memory;

namespace Messenger.Journal.Tests;

/// <summary>The memory store keeps the newest entries of a room within both bounds.</summary>
[TestClass]
public sealed class RoomLogTests
{
    private static readonly int SmallSize = JournalEntry.SizeOf("a", "t");

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(16)]
    [DataRow(20)]
    [DataRow(33)]
    public void Add_BeyondRoomEntries_KeepsTheNewestThatMany(int bound)
    {
        RoomLog log = With(new MemoryJournalOptions { RoomEntries = bound });

        // Several times around the ring, looked at after each step.
        for (int newest = 1; newest <= 150; newest++)
        {
            log.Add(Small(newest));

            int oldest = Math.Max(1, newest - bound + 1);
            Assert.AreSequenceEqual(Numbers(oldest, newest), All(log));
            Assert.AreEqual(newest, log.Newest?.Sequence);
        }
    }

    [TestMethod]
    [DataRow(0, 5)]
    [DataRow(-1, 4)]
    public void Add_BeyondRoomBytes_DropsTheOldest(int more, int fits)
    {
        RoomLog log = With(new MemoryJournalOptions { RoomBytes = (5 * SmallSize) + more });

        for (int newest = 1; newest <= 50; newest++)
        {
            log.Add(Small(newest));

            Assert.AreSequenceEqual(Numbers(Math.Max(1, newest - fits + 1), newest), All(log));
        }
    }

    [TestMethod]
    public void Find_OfAKey_FindsItsEntryUntilThatIsDropped()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomEntries = 20 });

        // Several times around the ring, and through all of its sizes; every third has no key.
        for (int newest = 1; newest <= 150; newest++)
        {
            log.Add(Small(newest), newest % 3 == 0 ? null : $"{newest}");

            for (int i = 1; i <= newest + 1; i++)
            {
                bool isKept = i > newest - 20 && i <= newest && i % 3 != 0;
                Assert.AreEqual(isKept ? i : null, log.Find($"{i}")?.Sequence);
            }
        }
    }

    [TestMethod]
    [DataRow(0, 5)]
    [DataRow(-1, 4)]
    public void Add_OfEntriesWithKeys_CountsTheKeys(int more, int fits)
    {
        RoomLog log = With(new MemoryJournalOptions { RoomBytes = (5 * (SmallSize + JournalEntry.SizeOfKey("key 00"))) + more });

        for (int newest = 1; newest <= 50; newest++)
        {
            log.Add(Small(newest), $"key {newest:00}");

            Assert.AreSequenceEqual(Numbers(Math.Max(1, newest - fits + 1), newest), All(log));
        }
    }

    [TestMethod]
    public void Add_OfALargeEntry_DropsAsManyAsItNeeds()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomBytes = 10 * SmallSize });
        for (int i = 1; i <= 10; i++)
        {
            log.Add(Small(i));
        }

        log.Add(OfSize(11, 4 * SmallSize));

        Assert.AreSequenceEqual(Numbers(5, 11), All(log));
    }

    [TestMethod]
    public void Add_OfAnEntryLargerThanRoomBytes_KeepsItAlone()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomBytes = 3 * SmallSize });
        log.Add(Small(1));
        log.Add(Small(2));

        log.Add(OfSize(3, 100 * SmallSize));
        long[] withLarge = All(log);
        log.Add(Small(4));
        log.Add(Small(5));

        Assert.AreSequenceEqual([3], withLarge);
        Assert.AreSequenceEqual([4, 5], All(log));
    }

    [TestMethod]
    public void Add_OfManySmallEntriesAfterLargeOnes_KeepsTheOrderWhileTheRingGrows()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomBytes = 40 * SmallSize });
        log.Add(OfSize(1, 30 * SmallSize));
        log.Add(OfSize(2, 30 * SmallSize));

        for (int newest = 3; newest <= 42; newest++)
        {
            log.Add(Small(newest));
        }

        Assert.AreSequenceEqual(Numbers(3, 42), All(log));
    }

    [TestMethod]
    public void ReadAfter_WhatIsNoLongerKept_BeginsWithTheOldestThatIs()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomEntries = 4 });
        for (int i = 1; i <= 30; i++)
        {
            log.Add(Small(i));
        }

        JournalPage page = log.ReadAfter(5, limit: 2);

        Assert.AreSequenceEqual([27, 28], page.Entries.Select(entry => entry.Sequence));
        Assert.IsTrue(page.HasMore);
    }

    [TestMethod]
    public void ReadBefore_WhatIsNoLongerKept_IsEmpty()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomEntries = 4 });
        for (int i = 1; i <= 30; i++)
        {
            log.Add(Small(i));
        }

        JournalPage beforeAll = log.ReadBefore(27, limit: 2);
        JournalPage first = log.ReadBefore(28, limit: 2);

        Assert.IsEmpty(beforeAll.Entries);
        Assert.IsFalse(beforeAll.HasMore);
        Assert.AreSequenceEqual([27], first.Entries.Select(entry => entry.Sequence));
        Assert.IsFalse(first.HasMore);
    }

    [TestMethod]
    public void Read_OfAnEmptyLog_IsEmpty()
    {
        RoomLog log = With(new MemoryJournalOptions());

        Assert.IsEmpty(log.ReadAfter(0, limit: 1).Entries);
        Assert.IsEmpty(log.ReadBefore(long.MaxValue, limit: 1).Entries);
        Assert.IsNull(log.Newest);
    }

    [TestMethod]
    public void Options_UnlessSet_AreTheDocumentedOnes()
    {
        var options = new MemoryJournalOptions();

        Assert.AreEqual((100_000, 64 << 20), (options.RoomEntries, options.RoomBytes));
    }

    private static RoomLog With(MemoryJournalOptions bounds) => new(bounds, new JournalOptions());

    private static JournalEntry Small(long sequence) => new("room", sequence, sequence, "a", "t");

    private static JournalEntry OfSize(long sequence, int size) =>
        new("room", sequence, sequence, "a", new string('x', ((size - SmallSize) / sizeof(char)) + 1));

    [TestMethod]
    public void Find_AfterTheOldestWereDropped_ReachesBackToTheLastOfThem()
    {
        RoomLog log = With(new MemoryJournalOptions { RoomEntries = 3 });
        for (int i = 1; i <= 8; i++)
        {
            log.Add(Small(i));
        }

        long[] times = [.. log.ReadAfter(0, int.MaxValue).Entries.Select(entry => entry.SendTime)];
        long dropped = Small(5).SendTime;

        Assert.AreEqual(new JournalPosition(5, dropped), log.Find(dropped));
        Assert.IsNull(log.Find(dropped - 1));
        Assert.AreSequenceEqual([6L, 7, 8], times.Select(time => log.Find(time)!.Sequence));
    }

    private static long[] All(RoomLog log) => [.. log.ReadAfter(0, int.MaxValue).Entries.Select(entry => entry.Sequence)];

    private static long[] Numbers(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(i => (long)i)];
}
