namespace Messenger.Journal.Tests;

/// <summary>Appends that wait at the same time are committed as one group, within bounds.</summary>
public abstract class GroupingContract<TStore> : StoreTests<TStore>
    where TStore : IStore, new()
{
    private static readonly int SmallSize = JournalEntry.SizeOf("a", "t");

    [TestMethod]
    public async Task AppendAsync_OfSeveralThatWait_CommitsThemAsOneGroupInTheirOrder()
    {
        HeldCommits commits = await AppendBehindAHeldCommitAsync(new JournalOptions(), ["1", "2", "3"]);

        Assert.HasCount(2, commits.Groups);
        Assert.AreSequenceEqual(["1", "2", "3"], commits.Groups[1].Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_OfMoreThanGroupEntries_CommitsThemInGroupsOfThatMany()
    {
        HeldCommits commits = await AppendBehindAHeldCommitAsync(
            new JournalOptions { GroupEntries = 3 }, [.. Enumerable.Range(1, 7).Select(i => $"{i}")]);

        Assert.AreSequenceEqual([1, 3, 3, 1], commits.Groups.Select(group => group.Length));
        Assert.AreSequenceEqual(["1", "2", "3", "4", "5", "6", "7"], commits.Groups.Skip(1).SelectMany(group => group).Select(entry => entry.Text));
    }

    [TestMethod]
    public async Task AppendAsync_OfMoreThanGroupBytes_CommitsGroupsThatFit()
    {
        HeldCommits commits = await AppendBehindAHeldCommitAsync(
            new JournalOptions { GroupBytes = 2 * SmallSize }, ["1", "2", "3", "4", "5"]);

        Assert.AreSequenceEqual([1, 2, 2, 1], commits.Groups.Select(group => group.Length));
    }

    [TestMethod]
    public async Task AppendAsync_OfOneByteTooMuch_LeavesTheLastForTheNextGroup()
    {
        HeldCommits commits = await AppendBehindAHeldCommitAsync(
            new JournalOptions { GroupBytes = (2 * SmallSize) - 1 }, ["1", "2"]);

        Assert.AreSequenceEqual([1, 1, 1], commits.Groups.Select(group => group.Length));
    }

    [TestMethod]
    public async Task AppendAsync_OfAMessageLargerThanGroupBytes_CommitsItAlone()
    {
        string large = new('x', 1000);

        HeldCommits commits = await AppendBehindAHeldCommitAsync(
            new JournalOptions { GroupBytes = 5 * SmallSize }, ["1", "2", large, "3", "4"]);

        Assert.AreSequenceEqual([1, 2, 1, 2], commits.Groups.Select(group => group.Length));
        Assert.AreEqual(large, commits.Groups[2][0].Text);
    }

    [TestMethod]
    public async Task AppendAsync_OfSeveralRoomsThatWait_CommitsThemTogether()
    {
        await using IJournal journal = Create();
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry>[] appends =
            [journal.AppendAsync("one", "a", "t"), journal.AppendAsync("other", "a", "t"), journal.AppendAsync("one", "a", "t")];

        commits.Release();

        await Task.WhenAll([held, .. appends]).Within();
        Assert.AreSequenceEqual([("one", 1L), ("other", 1L), ("one", 2L)], commits.Groups[1].Select(entry => (entry.RoomId, entry.Sequence)));
    }

    private async Task<HeldCommits> AppendBehindAHeldCommitAsync(JournalOptions options, string[] texts)
    {
        await using IJournal journal = Create(options);
        using var commits = new HeldCommits();
        Task<JournalEntry> held = await commits.HoldAsync(journal);
        Task<JournalEntry>[] appends = [.. texts.Select(text => journal.AppendAsync("room", "a", text))];
        Assert.IsFalse(appends.Any(append => append.IsCompleted), "They wait for the held commit.");

        commits.Release();
        await Task.WhenAll([held, .. appends]).Within();
        return commits;
    }
}
