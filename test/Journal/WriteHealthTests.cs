namespace Messenger.Journal.Tests;

/// <summary>When a journal counts as one that can write.</summary>
[TestClass]
public sealed class WriteHealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly WriteHealth _health = new();
    private readonly List<bool> _told = [];

    public WriteHealthTests() => _health.Changed += () => _told.Add(_health.CanWrite);

    [TestMethod]
    public void CanWrite_OfAStoreThatFailsForAWhile_IsFalseMeanwhileAndEachChangeIsToldOnce()
    {
        _health.Fail();
        _health.Fail();
        _health.Recover();
        _health.Recover();

        Assert.AreSequenceEqual([false, true], _told);
    }

    [TestMethod]
    [DataRow(999, false)]
    [DataRow(1_000, true)]
    public void FindStall_OfAGroupThatIsBeingWritten_FindsItFromTheLimitOn(int elapsed, bool isStalled)
    {
        _health.Begin(now: 5_000);

        Assert.AreEqual(isStalled, _health.FindStall(5_000 + elapsed, Limit));

        Assert.AreEqual(!isStalled, _health.CanWrite);
        Assert.IsFalse(_health.FindStall(5_001 + elapsed, TimeSpan.FromSeconds(1.1)), "It is found once.");
        Assert.AreEqual(isStalled, _health.End());
        Assert.IsTrue(_health.CanWrite);
        Assert.AreSequenceEqual(isStalled ? [false, true] : [], _told);
    }

    [TestMethod]
    public void FindStall_BetweenGroups_FindsNothing()
    {
        _health.Begin(now: 0);
        _health.End();

        Assert.IsFalse(_health.FindStall(1_000_000, Limit));

        Assert.IsTrue(_health.CanWrite);
    }

    [TestMethod]
    public void CanWrite_OfAStoreThatFailsAfterAStall_IsFalseUntilNeitherIs()
    {
        _health.Begin(now: 0);
        _health.FindStall(1_000, Limit);
        _health.Fail();
        _health.End();

        Assert.IsFalse(_health.CanWrite);
        _health.Recover();

        Assert.AreSequenceEqual([false, true], _told);
    }
}
