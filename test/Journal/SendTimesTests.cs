namespace Messenger.Journal.Tests;

[TestClass]
public sealed class SendTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero);

    [TestMethod]
    public void Next_OfTheFirst_IsTheClocksTimeToTheTick()
    {
        long time = SendTimes.Next(0, Now.AddTicks(8979));

        long ofClock = (Now.AddTicks(8979) - DateTimeOffset.UnixEpoch).Ticks * 100;
        Assert.IsInRange(ofClock, ofClock + 99, time);
    }

    [TestMethod]
    public void Next_InAnotherTimeZone_IsTheSame() =>
        Assert.AreEqual(SendTimes.Next(0, Now), SendTimes.Next(0, Now.ToOffset(TimeSpan.FromHours(5))));

    [TestMethod]
    public void Next_WhenTheClockStandsStill_IsAMicrosecondLater()
    {
        long last = SendTimes.Next(0, Now);

        for (int i = 0; i < 10_000; i++)
        {
            long next = SendTimes.Next(last, Now);
            Assert.IsGreaterThanOrEqualTo(last + 1000, next);
            Assert.IsLessThan(last + 1010, next);
            last = next;
        }
    }

    [TestMethod]
    public void Next_WhenTheClockGoesBack_IsLaterAllTheSame()
    {
        long last = SendTimes.Next(0, Now);

        long next = SendTimes.Next(last, Now.AddYears(-1));

        Assert.IsGreaterThanOrEqualTo(last + 1000, next);
        Assert.IsLessThan(last + 1010, next);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(9L)]
    [DataRow(10L)]
    [DataRow(11L)]
    public void Next_WhenTheClockHasGoneOnByAFewTicks_IsAMicrosecondLaterAtLeast(long ticks)
    {
        long last = SendTimes.Next(0, Now);

        long next = SendTimes.Next(last, Now.AddTicks(ticks));

        Assert.IsGreaterThanOrEqualTo(last + 1000, next);
    }

    [TestMethod]
    public void Next_WhenTheClockHasGoneOn_FollowsIt()
    {
        long last = SendTimes.Next(0, Now);

        long next = SendTimes.Next(last, Now.AddSeconds(1));

        Assert.AreEqual(1_000_000_000, next - last);
    }

    [TestMethod]
    public void Next_Always_ShowsNineDigitsAndTellsTheOrderInMicroseconds()
    {
        var random = new Random(Seed.Next());
        var clock = new SetClock();
        long last = 0;

        for (int i = 0; i < 100_000; i++)
        {
            clock.Now = clock.Now.AddTicks(random.Next(-20, 30));
            long next = SendTimes.Next(last, clock.GetUtcNow());

            Assert.AreNotEqual(0, next % 10);
            Assert.IsGreaterThan(last / 1000, next / 1000);
            last = next;
        }
    }

    [TestMethod]
    [DataRow(990L)]
    [DataRow(1_000L)]
    [DataRow(5L)]
    [DataRow(9L)]
    public void Next_AfterATimeOfAnyDigits_DoesNotEndInZero(long last) =>
        Assert.AreNotEqual(0, SendTimes.Next(last, DateTimeOffset.UnixEpoch) % 10);
}
