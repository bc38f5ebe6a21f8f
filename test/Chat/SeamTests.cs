namespace Messenger.Chat.Tests;

/// <summary>Between the last page of the journal and the first live batch there is no gap and no repetition, whatever happens meanwhile.</summary>
[TestClass]
public sealed class SeamTests
{
    [TestMethod]
    public async Task ReadAfter_WhenAMessageIsCommittedButNotPublished_DeliversItOnce()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        Task<long[]>? history = null;
        house.Journal.BeforePublication = () => history = reader.ReadSequencesAsync(3);

        await house.PostAsync(1);
        long[] fromJournal = await history!.Within();
        await house.PostAsync(1);
        long[] live = await reader.ReadSequencesAsync(1);

        Assert.AreSequenceEqual([1, 2, 3], fromJournal);
        Assert.AreSequenceEqual([4], live);
    }

    [TestMethod]
    public async Task ReadAfter_WhenAMessageIsCommittedButNotPublishedAndNothingFollows_WaitsForTheNext()
    {
        await using House house = await House.OpenAsync();
        using RoomReader reader = house.Shared.ReadAfter(0);
        Task<long[]>? history = null;
        house.Journal.BeforePublication = () => history = reader.ReadSequencesAsync(1);
        await house.PostAsync(1);
        await history!.Within();

        Task<long[]> next = reader.ReadSequencesAsync(1);
        await house.PostAsync(1);

        Assert.AreSequenceEqual([2], await next.Within());
    }

    [TestMethod]
    public async Task ReadFromNow_WhenAMessageIsCommittedButNotPublished_DeliversIt()
    {
        await using House house = await House.OpenAsync();
        RoomReader? reader = null;
        house.Journal.BeforePublication = () => reader = house.Shared.ReadFromNow();

        await house.PostAsync(2);

        Assert.AreSequenceEqual([1, 2], await reader!.ReadSequencesAsync(2));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    public async Task ReadAfter_WhenMessagesArePublishedBeforeItSubscribes_DeliversThemOnce(int between)
    {
        await using House house = await House.OpenAsync(page: 3);
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() => house.PostAsync(between));

        long[] history = await reader.ReadSequencesAsync(2 + between);
        await house.PostAsync(2);
        long[] live = await reader.ReadSequencesAsync(2);

        Assert.AreSequenceEqual(Reading.Numbers(1, 2 + between), history);
        Assert.AreSequenceEqual(Reading.Numbers(3 + between, 4 + between), live);
    }

    [TestMethod]
    public async Task ReadAfter_WhenMessagesArriveWhileItReadsTheSeam_DeliversThemOnce()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() => house.PostAsync(2));
        house.Journal.AfterNextPage(() => house.PostAsync(2));

        Assert.AreSequenceEqual(Reading.Numbers(1, 6), await reader.ReadSequencesAsync(6));
    }

    [TestMethod]
    public async Task ReadAfter_WhenTheSeamsPageReachesIntoTheQueue_DeliversTheOverlapOnce()
    {
        await using House house = await House.OpenAsync();
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() => house.PostAsync(2));
        await reader.ReadSequencesAsync(2);

        // The subscription begins at 5, and the seam's page will hold 3 to 7.
        await house.PostAsync(3);
        long[] seam = await reader.ReadSequencesAsync(5);
        await house.PostAsync(1);
        long[] live = await reader.ReadSequencesAsync(1);

        Assert.AreSequenceEqual(Reading.Numbers(3, 7), seam);
        Assert.AreSequenceEqual([8], live);
    }

    [TestMethod]
    public async Task ReadAfter_WhenItLapsesWhileItReadsTheSeam_DeliversAllOnceAndGoesLiveAgain()
    {
        await using House house = await House.OpenAsync(queue: 3, page: 4);
        await house.PostAsync(2);
        using RoomReader reader = house.Shared.ReadAfter(0);
        house.Journal.AfterNextPage(() => house.PostAsync(6));
        house.Journal.AfterNextPage(() => house.PostAsync(20));

        long[] sequences = await reader.ReadSequencesAsync(28);

        Assert.AreSequenceEqual(Reading.Numbers(1, 28), sequences);
        await AssertGoesLiveAsync(house, reader, 29);
    }

    [TestMethod]
    public async Task ReadAsync_AfterALapse_CatchesUpWholeAndGoesLiveAgain()
    {
        await using House house = await House.OpenAsync(queue: 2, page: 3);
        using RoomReader reader = house.Shared.ReadFromNow();
        await house.PostAsync(20);
        int afterLapse = house.Shared.LiveReaders;

        long[] sequences = await reader.ReadSequencesAsync(20);

        Assert.AreEqual(0, afterLapse);
        Assert.AreSequenceEqual(Reading.Numbers(1, 20), sequences);
        await AssertGoesLiveAsync(house, reader, 21);
    }

    [TestMethod]
    public async Task PostAsync_WhenOneReaderLapses_ReachesTheOthersLive()
    {
        await using House house = await House.OpenAsync(queue: 2);
        using RoomReader slow = house.Shared.ReadFromNow();
        using RoomReader quick = house.Shared.ReadFromNow();
        for (long i = 1; i <= 10; i++)
        {
            await house.PostAsync(1);
            Assert.AreSequenceEqual([i], await quick.ReadSequencesAsync(1));
        }

        Assert.AreEqual(1, house.Shared.LiveReaders);
        Assert.AreSequenceEqual(Reading.Numbers(1, 10), await slow.ReadSequencesAsync(10));
    }

    private static async Task AssertGoesLiveAsync(House house, RoomReader reader, long next)
    {
        Task<long[]> read = reader.ReadSequencesAsync(1);
        Assert.AreEqual(1, house.Shared.LiveReaders);
        await house.PostAsync(1);
        Assert.AreSequenceEqual([next], await read.Within());
    }
}
