using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;

namespace Messenger.ClientHost.Tests;

[TestClass]
public sealed partial class SendTimeTests
{
    [TestMethod]
    [DataRow(1758365922L, 665193557, "2025-09-20T10:58:42.665193557Z")]
    [DataRow(1758365922L, 665193500, "2025-09-20T10:58:42.665193500Z")]
    [DataRow(1758365922L, 1, "2025-09-20T10:58:42.000000001Z")]
    [DataRow(1758365922L, 0, "2025-09-20T10:58:42.000000000Z")]
    [DataRow(0L, 0, "1970-01-01T00:00:00.000000000Z")]
    [DataRow(-1L, 999_999_999, "1969-12-31T23:59:59.999999999Z")]
    [DataRow(-62_135_596_800L, 0, "0001-01-01T00:00:00.000000000Z")]
    [DataRow(253_402_300_799L, 999_999_999, "9999-12-31T23:59:59.999999999Z")]
    public void ToString_OfATime_HasNineDigits(long seconds, int nanoseconds, string expected)
    {
        string text = new SendTime(seconds, nanoseconds).ToString();

        Assert.AreEqual(expected, text);
    }

    [TestMethod]
    [DataRow(253_402_300_800L, 0)]
    [DataRow(long.MaxValue, int.MaxValue)]
    [DataRow(-62_135_596_801L, 0)]
    [DataRow(long.MinValue, int.MinValue)]
    [DataRow(0L, 1_000_000_000)]
    [DataRow(0L, -1)]
    public void ToString_OfWhatNoServerShouldSend_IsATimeAllTheSame(long seconds, int nanoseconds)
    {
        string text = new SendTime(seconds, nanoseconds).ToString();

        Assert.MatchesRegex(NineDigits(), text);
    }

    [TestMethod]
    [DataRow(1758365922L, 665193557)]
    [DataRow(0L, 1)]
    [DataRow(-1L, 999_999_999)]
    [DataRow(253_402_300_799L, 999_999_999)]
    public void TryParse_OfWhatToStringWrites_IsTheTime(long seconds, int nanoseconds)
    {
        Assert.IsTrue(SendTime.TryParse(new SendTime(seconds, nanoseconds).ToString(), out SendTime time));

        Assert.AreEqual(new SendTime(seconds, nanoseconds), time);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("2025-09-20T10:58:42Z")]
    [DataRow("2025-09-20T10:58:42.66519355Z")]
    [DataRow("2025-09-20T10:58:42.6651935577Z")]
    [DataRow("2025-09-20T10:58:42.665193557")]
    [DataRow("2025-09-20T10:58:42.665193557+")]
    [DataRow("2025-09-20T10:58:42.-65193557Z")]
    [DataRow("2025-13-20T10:58:42.665193557Z")]
    [DataRow("2025-09-20 10:58:42.665193557Z")]
    [DataRow("yesterday.665193557Z")]
    public void TryParse_OfAnythingElse_IsFalse(string? text)
    {
        Assert.IsFalse(SendTime.TryParse(text, out _));
    }

    [TestMethod]
    public void From_WithoutATimestamp_IsTheEpoch()
    {
        Assert.AreEqual(default, SendTime.From(null));
    }

    [TestMethod]
    public void From_ATimestamp_KeepsItsNanoseconds()
    {
        SendTime time = SendTime.From(new Timestamp { Seconds = 7, Nanos = 665_193_557 });

        Assert.AreEqual(new SendTime(7, 665_193_557), time);
    }

    [TestMethod]
    [DataRow(1L, 5, 1L, 5, 0)]
    [DataRow(1L, 5, 1L, 6, -1)]
    [DataRow(1L, 6, 1L, 5, 1)]
    [DataRow(1L, 999_999_999, 2L, 0, -1)]
    [DataRow(-2L, 0, -1L, 0, -1)]
    public void CompareTo_LooksAtSecondsThenNanoseconds(long seconds, int nanoseconds, long otherSeconds, int otherNanoseconds, int expected)
    {
        int order = new SendTime(seconds, nanoseconds).CompareTo(new SendTime(otherSeconds, otherNanoseconds));

        Assert.AreEqual(expected, Math.Sign(order));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex NineDigits();
}
