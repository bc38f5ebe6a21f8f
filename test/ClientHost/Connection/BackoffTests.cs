using Messenger.ClientHost.Connection;

namespace Messenger.ClientHost.Tests.Connection;

[TestClass]
public sealed class BackoffTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [TestMethod]
    public void Next_Always_IsBetweenATenthOfASecondAndFive()
    {
        for (int round = 0; round < 1000; round++)
        {
            var backoff = new Backoff();
            foreach (TimeSpan delay in Delays(backoff, 12))
            {
                Assert.IsInRange(Shortest, Longest, delay);
            }
        }
    }

    [TestMethod]
    public void Next_WithEachFailure_IsUpToTwiceAsLong()
    {
        for (int round = 0; round < 1000; round++)
        {
            TimeSpan limit = Shortest;
            foreach (TimeSpan delay in Delays(new Backoff(), 12))
            {
                Assert.IsInRange(limit / 2, limit, delay);
                limit = limit * 2 < Longest ? limit * 2 : Longest;
            }
        }
    }

    [TestMethod]
    public void Next_OfManyClients_IsSpread()
    {
        TimeSpan[] delays = [.. Enumerable.Range(0, 1000).Select(_ => Delays(new Backoff(), 10)[^1])];

        Assert.IsLessThan(TimeSpan.FromSeconds(3), delays.Min());
        Assert.IsGreaterThan(TimeSpan.FromSeconds(4.5), delays.Max());
    }

    [TestMethod]
    public void Reset_AfterFailures_MakesTheNextWaitShort()
    {
        var backoff = new Backoff();
        Delays(backoff, 10);

        backoff.Reset();

        Assert.AreEqual(Shortest, backoff.Next());
    }

    private static TimeSpan[] Delays(Backoff backoff, int count) => [.. Enumerable.Range(0, count).Select(_ => backoff.Next())];
}
