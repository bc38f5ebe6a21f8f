using Messenger.Grpc.Protocol;

namespace Messenger.Grpc.Tests;

/// <summary>The value of <c>grpc-timeout</c>.</summary>
[TestClass]
public sealed class GrpcTimeoutTests
{
    [TestMethod]
    [DataRow("1H", 36_000_000_000)]
    [DataRow("2M", 1_200_000_000)]
    [DataRow("3S", 30_000_000)]
    [DataRow("4m", 40_000)]
    [DataRow("5u", 50)]
    [DataRow("600n", 6)]
    [DataRow("1n", 0)]
    [DataRow("0S", 0)]
    [DataRow("007S", 70_000_000)]
    [DataRow("99999999n", 999_999)]
    [DataRow("99999999S", 999_999_990_000_000)]
    [DataRow("99999999H", 3_599_999_964_000_000_000)]
    public void TryParse_OfATimeout_HasItsTicks(string value, long ticks)
    {
        Assert.IsTrue(GrpcTimeout.TryParse(value, out TimeSpan timeout));
        Assert.AreEqual(ticks, timeout.Ticks);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("S")]
    [DataRow("1")]
    [DataRow("100")]
    [DataRow("123456789S")]
    [DataRow("-1S")]
    [DataRow("+1S")]
    [DataRow("1.5S")]
    [DataRow("1,000S")]
    [DataRow(" 1S")]
    [DataRow("1 S")]
    [DataRow("1S ")]
    [DataRow("1s")]
    [DataRow("1h")]
    [DataRow("1x")]
    [DataRow("1mS")]
    [DataRow("0x1S")]
    [DataRow("١S")]
    [DataRow("never")]
    public void TryParse_OfAnythingElse_IsFalse(string value) => Assert.IsFalse(GrpcTimeout.TryParse(value, out _));

    [TestMethod]
    [DataRow(-1, "1n")]
    [DataRow(0, "1n")]
    [DataRow(1, "1u")]
    [DataRow(10, "1u")]
    [DataRow(11, "2u")]
    [DataRow(999_999_990, "99999999u")]
    [DataRow(999_999_991, "100000m")]
    [DataRow(999_999_990_000, "99999999m")]
    [DataRow(999_999_990_001, "100000S")]
    [DataRow(999_999_990_000_001, "1666667M")]
    [DataRow(59_999_999_400_000_001, "1666667H")]
    [DataRow(long.MaxValue, "99999999H")]
    public void Format_IsTheFinestUnitThatHasRoom(long ticks, string value) =>
        Assert.AreEqual(value, GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));
}
